/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "charset/language.h"

/* Families of encodings. */
enum {
	WEST = LANGUAGE_WEST, CENTRAL = LANGUAGE_CENTRAL,
	TURKISH = LANGUAGE_TURKISH, BALTIC = LANGUAGE_BALTIC,
	LATIN = WEST | CENTRAL | TURKISH | BALTIC,
	CYRILLIC = LANGUAGE_CYRILLIC, OTHER = LANGUAGE_OTHER,
};

/* Hebrew, Arabic and Thai have all letters of their block. */
static const struct language {
	int family;
	const char *letters, *usual;
	UChar32 from, to;
} all[LANGUAGES] = {
	{ LATIN, "äöüß", NULL, 0, 0 },				/* German */
	{ WEST, "àâæçéèêëîïôœùûü", NULL, 0, 0 },		/* French */
	{ WEST, "áéíñóúü", NULL, 0, 0 },			/* Spanish */
	{ WEST, "àáâãçéêíóôõúü", NULL, 0, 0 },		/* Portuguese */
	{ WEST, "àèéìíòóùú", NULL, 0, 0 },			/* Italian */
	{ WEST, "åäöé", NULL, 0, 0 },			/* Swedish, Finnish */
	{ WEST, "æøåéòô", NULL, 0, 0 },		/* Danish, Norwegian */
	{ WEST, "áéíóúëïöüèê", NULL, 0, 0 },			/* Dutch */
	{ WEST, "àçèéíïòóúü", NULL, 0, 0 },			/* Catalan */
	/* Russian and Bulgarian; Ukrainian. */
	{ CYRILLIC, "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "оеаинтсрвл", 0, 0 },
	{ CYRILLIC, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оеаинтсрвлі", 0, 0 },
	{ CENTRAL, "ąćęłńóśźż", NULL, 0, 0 },			/* Polish */
	{ CENTRAL, "áčďéěíňóřšťúůýž", NULL, 0, 0 },		/* Czech */
	{ CENTRAL, "áéíóöőúüű", NULL, 0, 0 },			/* Hungarian */
	{ TURKISH, "çğıöşüâî", NULL, 0, 0 },			/* Turkish */
	{ CENTRAL, "ăâîşţ", NULL, 0, 0 },			/* Romanian */
	{ CENTRAL, "áäčďéíĺľňóôŕšťúýž", NULL, 0, 0 },		/* Slovak */
	{ CENTRAL, "čćđšž", NULL, 0, 0 },		/* Croatian, Slovene */
	/* Serbian */
	{ CYRILLIC, "абвгдђежзијклљмнњопрстћуфхцчџш", "оеаинтсрвлј", 0, 0 },
	/* Hebrew, Greek, Arabic, Thai */
	{ OTHER, NULL, "יוהלאמרבשנ", 0x5d0, 0x5ea },
	{ OTHER, "αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώϊϋΐΰ", "αειονστκπ", 0, 0 },
	{ OTHER, NULL, "اليمونتربع", 0x621, 0x652 },
	{ OTHER, NULL, "านรกอมเัีง", 0xe01, 0xe4e },
	{ WEST, "áðéíóúýþæö", NULL, 0, 0 },			/* Icelandic */
	{ BALTIC, "ąčęėįšųūž", NULL, 0, 0 },			/* Lithuanian */
	{ BALTIC, "āčēģīķļņšūž", NULL, 0, 0 },			/* Latvian */
	{ WEST | BALTIC, "äöõüšž", NULL, 0, 0 },		/* Estonian */
};

/* Whether a character beyond ASCII is in a text. */
static bool
has(const char *letters, UChar32 letter)
{
	char buf[] = { (char)(0xe0 | letter >> 12),
		(char)(0x80 | (letter >> 6 & 0x3f)),
		(char)(0x80 | (letter & 0x3f)), '\0' };

	if (letter < 0x80 || letter > 0xffff)
		return false;
	if (letter < 0x800)
		buf[1] = (char)(0xc0 | letter >> 6);
	return strstr(letters, buf + (letter < 0x800)) != NULL;
}

/* Portuguese has ã and õ in few places. */
static bool
goes_before(UChar32 letter, UChar32 next)
{
	if (letter == 0xe3)
		return !next || strchr("oesn", (int)next);
	return letter != 0xf5 || next == 'e';
}

bool
language_has(size_t language, int family, UChar32 letter, UChar32 next)
{
	const struct language *l = &all[language];

	if (!(l->family & family))
		return false;
	if (!l->letters)
		return letter >= l->from && letter <= l->to;
	/* The small letter of Turkish's capital with a dot is ASCII. */
	if (letter == 'i')
		return l->family == TURKISH;
	/* Portuguese. */
	return has(l->letters, letter) && (!has(l->letters, 0xe3) ||
	    goes_before(letter, next));
}

bool
language_usual(size_t language, UChar32 letter)
{
	return all[language].usual && has(all[language].usual, letter);
}

bool
language_is_frequent(size_t language)
{
	return all[language].usual;
}
