# SPDX-License-Identifier: MIT
"""Cyrus with a configuration, a mail store and users of its own, on free ports
of 127.0.0.1.  Its IMAP is there because a first login makes a user's home."""
import getpass
import imaplib

from servers import *

BIN = '/usr/lib/cyrus/bin'
IMAPD = '''configdirectory: {0}/conf
partition-default: {0}/spool
defaultpartition: default
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {0}/sasldb2
sasl_mech_list: PLAIN
servername: localhost
allowplaintext: yes
httpmodules: caldav
cyrus_user: {1}
cyrus_group: {2}
autocreate_quota: 0
unixhierarchysep: yes
idlesocket: {0}/idle
lmtpsocket: {0}/lmtp
notifysocket: {0}/notify
'''
MASTER = '''START {{
  recover cmd="{1}/ctl_cyrusdb -C {0}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{1}/imapd -C {0}/imapd.conf" listen="127.0.0.1:{2}" prefork=0
  http cmd="{1}/httpd -C {0}/imapd.conf" listen="127.0.0.1:{3}" prefork=0
}}
EVENTS {{
}}
'''


class Cyrus(Server):
    name = 'cyrus'
    collection = '/dav/calendars/user/u/Default/'
    home = '/'
    hint = 'install cyrus-imapd cyrus-caldav sasl2-bin'

    @staticmethod
    def lacks():
        """What is not installed; None: nothing."""
        for package, name in ('cyrus-imapd', BIN + '/imapd'), (
                'cyrus-caldav', BIN + '/httpd'), (
                    'sasl2-bin', '/usr/sbin/saslpasswd2'):
            if not os.access(name, os.X_OK):
                return package
        return None

    def command(self):
        if not os.path.exists(self.folder + '/imapd.conf'):
            self.fill()
        return [BIN + '/master', '-C', self.folder + '/imapd.conf', '-M',
                self.folder + '/cyrus.conf', '-p', self.folder + '/pid', '-D']

    def fill(self):
        root = os.geteuid() == 0
        self.imap = free_port()
        write(self.folder + '/imapd.conf', IMAPD.format(
            self.folder, *('nobody', 'nogroup') if root else (
                getpass.getuser(), subprocess.run(
                    ['id', '-gn'], stdout=subprocess.PIPE, text=True)
                .stdout.strip())))
        write(self.folder + '/cyrus.conf', MASTER.format(
            self.folder, BIN, self.imap, self.port))
        for name in 'conf', 'conf/socket', 'spool':
            os.makedirs(os.path.join(self.folder, name))
        for realm in {'localhost', socket.gethostname()}:
            subprocess.run(['/usr/sbin/saslpasswd2', '-p', '-f', self.folder +
                            '/sasldb2', '-u', realm, 'u'], input=b'p',
                           check=True)
        if root:
            os.chmod(DIR, 0o711)
            for folder, _, names in os.walk(self.folder):
                for n in [folder] + [os.path.join(folder, n) for n in names]:
                    shutil.chown(n, 'nobody', 'nogroup')

    def start(self):
        super().start()
        mail = imaplib.IMAP4(HOST, self.imap)
        mail.authenticate('PLAIN', lambda _: b'\0u\0p')
        mail.logout()
