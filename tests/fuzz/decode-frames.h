/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-frames.h - any frame, by the schema that its first byte chooses */
#pragma once
#include <stdint.h>
#include "leat-batch.h"
#include "leat-schema-host.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* @texts: of schemas, which stay the same from call to call */
int decode_frame (const char *const *texts, guint n_texts, const uint8_t *data, size_t size);
