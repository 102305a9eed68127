# SPDX-License-Identifier: MIT
"""DAViCal with a PostgreSQL of its own, which listens on a socket in its
folder alone, and PHP's own server on a free port of 127.0.0.1."""
import glob

from servers import *

SHARE = '/usr/share/davical'
AWL = '/usr/share/awl'
TABLES = [AWL + '/dba/awl-tables.sql', AWL + '/dba/schema-management.sql'] + [
    SHARE + '/dba/' + n for n in (
        'davical.sql', 'caldav_functions.sql', 'rrule_functions.sql',
        'views/dav_principal.sql', 'base-data.sql')]
PEOPLE = '''
INSERT INTO usr (user_no, active, email_ok, updated, username, password,
    fullname, email)
VALUES (%d, TRUE, current_date, current_date, '%s', '**p', '%s',
    '%s@example.com');
INSERT INTO principal (type_id, user_no, displayname, default_privileges)
VALUES (1, %d, '%s', 0::BIT(24));
'''
# Its configuration has one fixed place, and the paths of PHP are behind it.
ROUTER = '''<?php
if (!preg_match('{^/caldav\\.php(/[^?]*)?}', $_SERVER['REQUEST_URI'], $m)) {
    http_response_code(404);
    return true;
}
chdir('%s/htdocs');
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/caldav.php';
$_SERVER['PATH_INFO'] = rawurldecode($m[1] ?? '/');
require 'caldav.php';
'''


class DAViCal(Server):
    name = 'davical'
    collection = '/caldav.php/u/team/'
    home = '/caldav.php/u/'
    hint = 'install davical postgresql php-cli php-pgsql php-xml'

    @staticmethod
    def lacks():
        """What is not installed; None: nothing."""
        bins = sorted(glob.glob('/usr/lib/postgresql/*/bin'))
        DAViCal.bin = bins[-1] if bins else ''
        if not os.path.isdir(SHARE):
            return 'davical'
        if not shutil.which('postgres', path=DAViCal.bin):
            return 'postgresql'
        modules = shutil.which('php') and subprocess.run(
            ['php', '-m'], stdout=subprocess.PIPE).stdout or b''
        return None if b'pgsql' in modules and b'xml' in modules \
            else 'php-cli, php-pgsql and php-xml'

    def __init__(self):
        self.db = None
        super().__init__()

    # --- the database
    def as_user(self):
        """PostgreSQL is not started by root."""
        return dict(user='nobody', group='nogroup', extra_groups=[]) \
            if os.geteuid() == 0 else {}

    def pg(self, *args, **more):
        done = subprocess.run(
            [os.path.join(self.bin, args[0]), *args[1:]], cwd='/',
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
        assert done.returncode == 0, done.stdout

    def sql(self, *args):
        self.pg('psql', '-qX', '-v', 'ON_ERROR_STOP=1', '-h', self.sockets,
                '-U', 'davical', *args)

    def start_db(self):
        data = os.path.join(self.sockets, 'data')
        new = not os.path.exists(data)
        if new:
            self.pg('initdb', '-D', data, '-U', 'davical', '--auth=trust',
                    '-N', '-E', 'UTF8', '--no-locale', **self.as_user())
        self.db = subprocess.Popen(
            [os.path.join(self.bin, 'postgres'), '-D', data, '-k',
             self.sockets, '-h', '', '-F'], stdin=subprocess.DEVNULL,
            stdout=open(self.folder + '.db.log', 'ab'),
            stderr=subprocess.STDOUT, cwd='/', **self.as_user())
        Sandbox.living.append(self)
        assert until(lambda: os.path.exists(os.path.join(
            self.sockets, '.s.PGSQL.5432')) and subprocess.run(
                [os.path.join(self.bin, 'pg_isready'), '-h', self.sockets],
                stdout=subprocess.DEVNULL).returncode == 0), read(
                    self.folder + '.db.log')
        if new:
            self.fill()

    def fill(self):
        self.sql('-c', 'CREATE USER davical_app', '-c',
                 'CREATE USER davical_dba', 'template1')
        self.pg('createdb', '-h', self.sockets, '-U', 'davical', 'davical')
        for table in TABLES:
            self.sql('-f', table, 'davical')
        for number, name in (1001, 'u'), (1002, 'v'):
            self.sql('-c', PEOPLE % (number, name, name, name, number, name),
                     'davical')

    # --- the server
    def command(self):
        htdocs = os.path.join(self.folder, 'htdocs')
        if not os.path.exists(htdocs):
            shutil.copytree(SHARE + '/htdocs', htdocs)
            os.symlink(SHARE + '/inc', os.path.join(self.folder, 'inc'))
            always = os.path.join(htdocs, 'always.php')
            with open(always) as f:
                text = f.read()
            with open(always, 'w') as f:
                f.write(text.replace("'/etc/davical/", "'%s/" % self.folder))
            with open(os.path.join(self.folder, 'config.php'), 'w') as f:
                f.write("<?php\n$c->pg_connect[] = 'dbname=davical host=%s "
                        "user=davical';\n$c->admin_email = 'a@example.com';\n"
                        "$c->domain_name = '%s';\n" % (self.sockets, HOST))
            with open(os.path.join(self.folder, 'router.php'), 'w') as f:
                f.write(ROUTER % self.folder)
        return ['php', '-n', *self.modules(), '-d', 'include_path=%s/inc' %
                AWL, '-d', 'log_errors=1', '-d', 'display_errors=0', '-S',
                '%s:%d' % (HOST, self.port), '-t', htdocs,
                os.path.join(self.folder, 'router.php')]

    @staticmethod
    def modules():
        """Without the system's php.ini."""
        found = subprocess.run(
            ['php', '-r', 'echo ini_get("extension_dir");'],
            stdout=subprocess.PIPE, text=True).stdout
        return [a for m in ('pdo', 'pgsql', 'pdo_pgsql', 'xml', 'calendar',
                            'iconv')
                if os.path.exists('%s/%s.so' % (found, m))
                for a in ('-d', 'extension=' + m)]

    def start(self):
        if os.geteuid() == 0:
            os.chmod(DIR, 0o711)
        self.sockets = self.folder + '.db'
        if not os.path.exists(self.sockets):
            os.makedirs(self.sockets, 0o700)
            if os.geteuid() == 0:
                shutil.chown(self.sockets, 'nobody', 'nogroup')
        self.start_db()
        super().start()
        status, data = self.ask('MKCOL', self.collection, MAKE)
        assert status in (201, 405), (status, data)

    def stop(self):
        super().stop()
        if self in Sandbox.living:
            Sandbox.living.remove(self)
        if self.db and self.db.poll() is None:
            self.db.send_signal(2)      # a fast end
            self.db.wait()


MAKE = ('<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
        '<D:set><D:prop><D:resourcetype><D:collection/><C:calendar/>'
        '</D:resourcetype><D:displayname>team</D:displayname></D:prop>'
        '</D:set></D:mkcol>')
