/* SPDX-License-Identifier: MIT */
#ifndef ICSR_FUZZ_FUZZ_H
#define ICSR_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * The entry of a fuzz target, as libFuzzer calls it.  Linked with replay.c
 * instead, the same entry runs on the files given, under any compiler.
 * A property that does not hold aborts.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLD(property) do {						\
	if (!(property)) {						\
		fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,	\
		    #property);						\
		abort();						\
	}								\
} while (0)

#endif
