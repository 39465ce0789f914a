/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-late.h - requests that a server answers later */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/**
 * FakeLate:
 * @n_waiting: atomic; requests that are not answered yet
 * @most: atomic; the most of them at the same time
 *
 * Of one server; zeroed, it is empty.
 */
typedef struct {
  gint n_waiting;
  gint most;
} FakeLate;

/* the server's thread, in its handler */
void  fake_late_answer   (FakeLate *self, SoupServerMessage *message, guint milliseconds);
/* any thread */
guint fake_late_get_most (FakeLate *self);

G_END_DECLS
