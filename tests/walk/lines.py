# SPDX-License-Identifier: MIT
"""Content lines of RFC 5545 as bytes: cut a file into them, read one, write
one.  A line here is the *raw* line: its folds and its terminator included.
"""
import functools
import re

FENCE = '----( Video Call )----'
FENCE_END = '---===---'
# The number of nines is never given out: a user's link on our host.
STRANGE = 'https://vc.feishu.cn/j/999999999'
LINK = re.compile(r'https://vc\.feishu\.cn/j/(?!9{9})\d+')
BLOCK = re.compile(r'\n{0,2}' + re.escape(FENCE) + r'.*?' +
                   re.escape(FENCE_END) + r'\n?', re.S)


def split(data):
    """The raw lines of a file."""
    lines = []
    for part in re.findall(rb'[^\n]*\n|[^\n]+', data):
        if lines and part[:1] in (b' ', b'\t'):
            lines[-1] += part
        else:
            lines.append(part)
    return lines


def unfold(raw):
    text = re.sub(rb'\r?\n[ \t]', b'', raw)
    return text.rstrip(b'\r\n').decode()


@functools.lru_cache(maxsize=20000)
def cut(raw):
    """(name, ((parameter, value as written), ...), value) of a raw line."""
    text = unfold(raw)
    parts, at, quoted = [], 0, False
    for i, c in enumerate(text):
        if c == '"':
            quoted = not quoted
        elif not quoted and c in ';:':
            parts.append(text[at:i])
            at = i + 1
            if c == ':':
                break
    else:
        return text.upper(), (), ''
    params = tuple(tuple(p.split('=', 1)) if '=' in p else (p, '')
                   for p in parts[1:])
    return parts[0].upper(), params, text[at:]


@functools.lru_cache(maxsize=20000)
def name(raw):
    return re.match(rb'[^;:\r\n]*', raw).group().decode().upper()


def value(raw):
    return cut(raw)[2]


def fold(text, eol, width=75):
    """A raw line; no UTF-8 character is broken."""
    data, out, room = text.encode(), b'', width
    while len(data) > room:
        n = room
        while n > 1 and data[n] & 0xc0 == 0x80:
            n -= 1
        out += data[:n] + eol + b' '
        data, room = data[n:], width - 1
    return out + data + eol


def make(prop, params, val, eol, width=75):
    text = prop + ''.join(';%s=%s' % p for p in params) + ':' + val
    return fold(text, eol, width)


def escape(text):
    return (text.replace('\\', '\\\\').replace(';', '\\;')
            .replace(',', '\\,').replace('\n', '\\n'))


def unescape(text):
    return re.sub(r'\\(.)', lambda m: '\n' if m.group(1) in 'nN'
                  else m.group(1), text)


def meaning(raw):
    """Equal for lines that say the same, however they are written."""
    prop, params, val = cut(raw)
    params = sorted((k.upper(), v.strip('"')) for k, v in params)
    return prop, tuple(params), val


def without_block(text):
    """An unescaped DESCRIPTION without our block."""
    return BLOCK.sub('\n', text).strip('\n')


def words(text):
    """What a DESCRIPTION says, fences, links and breaks aside."""
    text = text.replace(FENCE, '\n').replace(FENCE_END, '\n')
    return [l for l in LINK.sub('', text).split('\n') if l.strip()]


def plain(raw, eol):
    """A line without our block, if it is a DESCRIPTION with one."""
    if name(raw) != 'DESCRIPTION' or FENCE not in unescape(value(raw)):
        return raw
    text = without_block(unescape(value(raw)))
    return make('DESCRIPTION', [], escape(text), eol)


@functools.lru_cache(maxsize=20000)
def is_ours(raw):
    """Whether a line could be one that the tool writes."""
    prop, _, val = cut(raw)
    if prop == 'X-ICSRESERVE-ID':
        return True
    if prop in ('CONFERENCE', 'URL', 'LOCATION'):
        return bool(LINK.fullmatch(val.strip()))
    if prop == 'DESCRIPTION':
        text = unescape(val)
        return FENCE in text and without_block(text) == ''
    return False


def with_eol(raw, eol):
    return re.sub(rb'\r?\n', lambda m: eol, raw)
