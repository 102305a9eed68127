// SPDX-License-Identifier: MIT
// The page is complete without this.  It adds: the reader's language and
// time zone, search and filter, what is on now and what comes next.
(() => {
const root = document.documentElement;
const $ = id => document.getElementById(id);
const zh = root.hasAttribute('data-auto')
	? /^zh/i.test(navigator.languages.find(l => /^(zh|en)/i.test(l)) || '')
	: root.lang.startsWith('zh');
// The reader's own way to write times, when it is in the page's language.
const locale = navigator.languages.find(l => /^zh/i.test(l) === zh &&
	/^(zh|en)/i.test(l)) || (zh ? 'zh-CN' : 'en-GB');
const form = options => new Intl.DateTimeFormat(locale, options);
const clock = form({ timeStyle: 'short' });
const longDay = form({ weekday: 'long', day: 'numeric', month: 'long',
	year: 'numeric' });
const shortDay = form({ day: 'numeric', month: 'short' });
// The wall clock of another zone, given as if it were UTC.
const wallClock = form({ timeStyle: 'short', timeZone: 'UTC' });
const wallDay = form({ day: 'numeric', month: 'short', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

function word(name, n, m) {
	return WORDS[name][zh ? 1 : 0].replace('{n}', () => n)
		.replace('{m}', () => m);
}

function make(tag, name, text) {
	const e = document.createElement(tag);
	e.className = name;
	e.textContent = text;
	return e;
}

const norm = text => text.normalize('NFKC').toLowerCase();
const midnight = (text, days) => {
	const [y, m, d] = text.split('-').map(Number);
	return new Date(y, m - 1, d + days).getTime();
};
const dayKey = date => new Date(date.getFullYear(), date.getMonth(),
	date.getDate()).getTime();

function read(el) {
	const times = el.querySelectorAll('time');
	const first = times[0].dateTime;
	const last = times[times.length - 1].dateTime;
	const allDay = first.length === 10;
	const start = allDay ? midnight(first, 0) : Date.parse(first);
	const end = allDay ? midnight(last, 1) : Date.parse(last);
	return { el, times, allDay, start, end, day: dayKey(new Date(start)),
		calendar: el.dataset.c };
}

function showTimes(m) {
	if (m.allDay) {
		if (m.times.length > 1)
			m.times[1].textContent = shortDay.format(
				midnight(m.times[1].dateTime, 0));
		return;
	}
	m.times.forEach((t, i) => {
		const at = new Date(i ? m.end : m.start);
		t.textContent = (i && dayKey(at) !== m.day
			? shortDay.format(at) + ' ' : '') + clock.format(at);
	});
	// The event's own clock beside it, where it shows another time.
	const text = m.times[0].dateTime;
	const wall = Date.parse(text.slice(0, 19) + 'Z');
	const zone = m.el.querySelector('.zone');
	const own = new Date(m.start);
	if (wall - m.start === -own.getTimezoneOffset() * 60000) {
		zone.textContent = zone.dataset.z;
		return;
	}
	const key = new Date(wall);
	const other = own.getDate() !== key.getUTCDate()
		? wallDay.format(wall) + ' ' : '';
	zone.textContent = other + wallClock.format(wall) + ' ' + zone.dataset.z;
}

// --- the agenda -------------------------------------------------------------
function fill(box, list) {
	const sections = [];
	let day, ol;
	for (const m of list) {
		if (m.day !== day) {
			day = m.day;
			const section = make('section', 'day', '');
			const h2 = make('h2', '', '');
			h2.dataset.day = day;
			ol = document.createElement('ol');
			section.append(h2, ol);
			sections.push(section);
		}
		ol.append(m.el);
	}
	box.replaceChildren(...sections);
}

function headings() {
	const today = new Date();
	const tomorrow = new Date(today.getFullYear(), today.getMonth(),
		today.getDate() + 1).getTime();
	for (const h2 of document.querySelectorAll('h2[data-day]')) {
		const day = Number(h2.dataset.day);
		const name = day === dayKey(today) ? 'today'
			: day === tomorrow ? 'tomorrow' : '';
		h2.replaceChildren(...(name
			? [make('span', 'today', word(name)), ' · '] : []),
			longDay.format(day));
	}
}

let meetings = [], ended = -1, shownDay = 0;

function place(now) {
	const past = meetings.filter(m => m.end <= now);
	const today = dayKey(new Date(now));
	if (past.length === ended && today === shownDay)
		return;
	const focus = document.activeElement;
	ended = past.length;
	shownDay = today;
	fill($('ended'), past);
	fill($('days'), meetings.filter(m => m.end > now));
	headings();
	filter();
	if (focus && focus !== document.activeElement)
		focus.focus({ preventScroll: true });
}

// --- now and next -----------------------------------------------------------
function inTime(ms) {
	const minutes = Math.max(1, Math.round(ms / 60000));
	if (minutes < 60)
		return relative.format(minutes, 'minute');
	if (minutes < 36 * 60)
		return relative.format(Math.round(minutes / 60), 'hour');
	return relative.format(Math.round(minutes / 1440), 'day');
}

function badge(m, name, text) {
	let b = m.el.querySelector('.badge');
	m.el.classList.toggle('now', name === 'now');
	m.el.classList.toggle('next', name === 'next');
	if (!name) {
		if (b)
			b.remove();
		return;
	}
	if (!b) {
		b = make('p', 'badge', '');
		m.el.querySelector('.what').prepend(b);
	}
	if (b.textContent !== text)
		b.textContent = text;
}

function mark(now) {
	const next = meetings.find(m => !m.allDay && m.start > now);
	for (const m of meetings) {
		if (!m.allDay && m.start <= now && m.end > now)
			badge(m, 'now', word('now'));
		else if (next && m.start === next.start && !m.allDay)
			badge(m, 'next', word('next', inTime(m.start - now)));
		else
			badge(m, '');
	}
}

// --- search and filter --------------------------------------------------------
function textOf(m) {
	if (m.text === undefined)
		m.text = norm([...m.el.querySelectorAll('h3, .meta')]
			.map(e => e.textContent).join(' '));
	return m.text;
}

function filter() {
	const words = norm($('q').value).split(/\s+/).filter(w => w);
	const calendar = $('cal').value;
	const active = words.length > 0 || calendar !== '';
	let found = 0;
	for (const m of meetings) {
		const fits = (!calendar || m.calendar === calendar) &&
			words.every(w => textOf(m).includes(w));
		m.el.hidden = !fits;
		found += fits;
	}
	for (const s of document.querySelectorAll('.day'))
		s.hidden = !s.querySelector('.m:not([hidden])');
	const past = $('ended').querySelectorAll('.m:not([hidden])').length;
	const count = found === 1 && !active ? word('count_one')
		: active ? word('found', found, meetings.length)
		: word('count', found);
	if ($('count').textContent !== count)
		$('count').textContent = count;
	$('past').hidden = past === 0;
	$('past').firstElementChild.textContent = word('past', past);
	if (active && past && past === found)
		$('past').open = true;
	$('none').hidden = found > 0 || meetings.length === 0;
	$('upcoming').hidden = active || past === 0 || past < found;
}

// A filtered view can be shared: its search stands in the address.
function toAddress() {
	const p = new URLSearchParams();
	if ($('q').value)
		p.set('q', $('q').value);
	if ($('cal').value)
		p.set('cal', $('cal').value);
	try {
		history.replaceState(null, '', p.toString()
			? '#' + p : location.pathname + location.search);
	} catch {
		// Too many in a short time, or not allowed here: no harm.
	}
}

function fromAddress() {
	const p = new URLSearchParams(location.hash.slice(1));
	$('q').value = p.get('q') || '';
	$('cal').value = p.get('cal') || '';
	if ($('cal').selectedIndex < 0)
		$('cal').value = '';
}

// --- start --------------------------------------------------------------------
function relabel() {
	root.lang = zh ? 'zh-CN' : 'en';
	for (const e of document.querySelectorAll('[data-w]'))
		e.textContent = word(e.dataset.w, e.dataset.n);
	if ($('title').dataset.w)
		document.title = $('title').textContent;
}

function tick() {
	place(Date.now());
	mark(Date.now());
}

let timer;
function changed() {
	filter();
	clearTimeout(timer);
	timer = setTimeout(toAddress, 250);
}

if (root.lang.startsWith('zh') !== zh)
	relabel();
meetings = [...document.querySelectorAll('.m')].map(read);
meetings.forEach(showTimes);
meetings.sort((a, b) => a.day - b.day || b.allDay - a.allDay ||
	a.start - b.start);
$('zone').textContent = word('your_zone', clock.resolvedOptions().timeZone);
$('made').textContent = form({ dateStyle: 'long', timeStyle: 'short' })
	.format(Date.parse($('made').dateTime));
$('zone').hidden = $('tools').hidden = meetings.length === 0;
fromAddress();
tick();
$('tools').addEventListener('submit', e => e.preventDefault());
$('q').addEventListener('input', changed);
$('cal').addEventListener('change', changed);
addEventListener('hashchange', () => { fromAddress(); filter(); });
addEventListener('keydown', e => {
	if (e.key === '/' && !/^(INPUT|SELECT)$/.test(e.target.tagName)) {
		e.preventDefault();
		$('q').focus();
	}
});
setInterval(tick, 30000);
})();
