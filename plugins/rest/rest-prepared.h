/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-prepared.h - what first steps gave, shared by the records of an assembly */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/**
 * RestPrepared:
 * @key: what its records have in common
 * @id: as the server spelled it in JSON
 * @time: arrival of the record that it was made for
 * @epoch: of the counter of that record's partner
 * @shares: the records that were sent with it, one of each partner
 * @is_clean: the server has surely none of them. What was read back is not
 * @is_to_undo: it is of no use any more, and the server is to be told
 *
 * One first step.
 */
typedef struct {
  char      *key;
  char      *id;
  gint64     time;
  gint64     epoch;
  GPtrArray *shares;
  gboolean   is_clean;
  gboolean   is_to_undo;
} RestPrepared;

/* Which record has a share in which first step: one of the same key that came within a window, was
 * not used by another record of the same partner (its source, or what else tells those apart that
 * belong together), and is not from before that partner's counter began anew. In one thread; the
 * entries it gives are valid until it is changed. */
typedef struct _RestPreparedSet RestPreparedSet;

/* @window: nanoseconds */
RestPreparedSet *rest_prepared_set_new       (gint64 window);
void             rest_prepared_set_free      (RestPreparedSet *self);
/* NULL: there is none for it. It has a share in what is given: *@is_new: only now */
RestPrepared    *rest_prepared_set_find      (RestPreparedSet *self, const char *key,
                                              const char *partner, const LeatRecord *record,
                                              gboolean *is_new);
RestPrepared    *rest_prepared_set_add       (RestPreparedSet *self, const char *key,
                                              const char *partner, const char *id,
                                              const LeatRecord *record);
void             rest_prepared_set_remove    (RestPreparedSet *self, RestPrepared *prepared);
/* marks what is too old to be shared by a record that came at @time, and was never used, and
 * forgets what was */
void             rest_prepared_set_expire    (RestPreparedSet *self, gint64 time);
/* one that is to be undone; NULL: there is none */
RestPrepared    *rest_prepared_set_get_undo  (RestPreparedSet *self);
guint            rest_prepared_set_get_n     (const RestPreparedSet *self);
/* all of it as a text, and back; FALSE: it is none */
char            *rest_prepared_set_to_string (const RestPreparedSet *self);
gboolean         rest_prepared_set_read      (RestPreparedSet *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RestPreparedSet, rest_prepared_set_free)
G_END_DECLS
