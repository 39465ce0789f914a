/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-raw.h - a server that answers with any bytes, in any manner */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * FakeManner:
 * @FAKE_CLOSE: writes them and closes
 * @FAKE_KEEP: writes them for each request, and closes when the client does
 * @FAKE_ENDLESS: writes them, and the last one again and again
 * @FAKE_REPEAT: writes all of them again and again
 * @FAKE_SLOW: one at a time, twenty milliseconds apart
 * @FAKE_CHEW: the request is read in pieces of 16 KiB, four milliseconds apart
 * @FAKE_DEAF: never: not even the request is read
 *
 * How bytes are written.
 */
typedef enum {
  FAKE_CLOSE,
  FAKE_KEEP,
  FAKE_ENDLESS,
  FAKE_REPEAT,
  FAKE_SLOW,
  FAKE_CHEW,
  FAKE_DEAF,
} FakeManner;

typedef struct _FakeRaw FakeRaw;

/* each connection has a thread; @answer is static */
FakeRaw *fake_raw_new             (const char *answer, FakeManner manner);
void     fake_raw_free            (FakeRaw *self);
guint    fake_raw_get_port        (FakeRaw *self);
guint    fake_raw_get_connections (FakeRaw *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeRaw, fake_raw_free)
G_END_DECLS
