/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-boards.h - the boards service (protocols: REST, boards), as it answered when recorded */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* no idempotency: the same request again makes another record */
typedef struct _FakeBoards FakeBoards;

FakeBoards *fake_boards_new    (void);
void        fake_boards_free   (FakeBoards *self);
/* a FakeHandler; @self is its user_data */
void        fake_boards_handle (SoupServerMessage *message, const char *path, gpointer self);
/* how many records it has; any thread */
guint       fake_boards_count  (FakeBoards *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeBoards, fake_boards_free)
G_END_DECLS
