/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-films.h - the films service (protocols: REST, films), as it answered when recorded */
#pragma once
#include <libsoup/soup.h>
G_BEGIN_DECLS

/* a sequence for each assembly, and a film for each of its cameras; no idempotency */
typedef struct _FakeFilms FakeFilms;

FakeFilms *fake_films_new         (void);
void       fake_films_free        (FakeFilms *self);
/* a FakeHandler; @self is its user_data */
void       fake_films_handle      (SoupServerMessage *message, const char *path, gpointer self);
/* any thread */
guint      fake_films_count_seqs  (FakeFilms *self);
guint      fake_films_count_films (FakeFilms *self);
/* how many films a sequence has; it is in the order of their making, and may be gone: 0 */
guint      fake_films_count_of    (FakeFilms *self, guint seq);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeFilms, fake_films_free)
G_END_DECLS
