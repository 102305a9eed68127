/* SPDX-License-Identifier: MIT */
#ifndef ICSR_BASE_HIDDEN_H
#define ICSR_BASE_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/*
 * Whether the character at text.p + at, of n bytes, changes what is seen or
 * what a text is, and is not seen itself: Default_Ignorable_Code_Point, general
 * category Cf but for marks that stand before numbers, line and paragraph
 * separator, noncharacters, and the blank of Braille.
 *
 * A joiner or a variation selector is none behind a character that it can
 * change: in emoji, in scripts that join, behind ideographs.
 */
bool hidden_at(struct slice text, size_t at, size_t n);

#endif
