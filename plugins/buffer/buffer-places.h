/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-places.h - how far each reader is: in memory at once, in the file with the next commit */
#pragma once
#include "buffer-claims.h"
G_BEGIN_DECLS

/* one place of a reader; what is in it is the BufferPlaces' */
typedef struct _BufferPlace BufferPlace;

/* of one store, over all its lives; any thread */
typedef struct _BufferPlaces BufferPlaces;

/* what is to go into the next commit */
typedef GPtrArray BufferPlaceChanges;

BufferPlaces *buffer_places_new          (void);
void          buffer_places_free         (BufferPlaces *self);

/* what the file says; what is newer in memory stays and goes into the next commit */
gboolean      buffer_places_load         (BufferPlaces *self, BufferDatabase *database,
                                          GError **error);
/* who comes later with that name begins where one begins now */
void          buffer_places_expect       (BufferPlaces *self, const char *reader);
/* nobody comes with that name any more */
void          buffer_places_dismiss      (BufferPlaces *self, const char *reader);
/* the place of that name, new if there was none: then it begins behind what all others have had */
BufferPlace  *buffer_places_enter        (BufferPlaces *self, const char *reader, gboolean again,
                                          const char *const *sources, guint64 last_id);
void          buffer_places_leave        (BufferPlaces *self, BufferPlace *place);

/**
 * BufferDue:
 * @BUFFER_DUE_NOT: the commits of records will take it along
 * @BUFFER_DUE_SOON: so much was acknowledged since the last commit that it is time for one
 * @BUFFER_DUE_NOW: so much that nobody may go on before
 */
typedef enum {
  BUFFER_DUE_NOT,
  BUFFER_DUE_SOON,
  BUFFER_DUE_NOW,
} BufferDue;

/* one that is entered; @claims and @position: (transfer full), if they are asked for */
void          buffer_place_get           (BufferPlaces *self, BufferPlace *place,
                                          guint64 *acknowledged, BufferClaims **claims,
                                          char **position);
BufferDue     buffer_place_acknowledge   (BufferPlaces *self, BufferPlace *place, guint64 up_to,
                                          const char *position);
/* TRUE: it is lasting already */
gboolean      buffer_place_claim         (BufferPlaces *self, BufferPlace *place,
                                          const guint64 *ends, guint n_ends);
/* what it will claim as soon as it is woken; nothing, if a claim of its own is open */
void          buffer_place_claim_ahead   (BufferPlaces *self, BufferPlace *place, guint64 up_to);
void          buffer_place_refuse        (BufferPlaces *self, BufferPlace *place, guint64 id,
                                          const LeatRefusal *refusal);
/* is there something that is not in the file? */
gboolean      buffer_place_is_ahead      (BufferPlaces *self, BufferPlace *place);
gboolean      buffer_places_are_ahead    (BufferPlaces *self);

/**
 * BufferMarks:
 * @by_all: every reader has had all up to this id
 * @by_present: every reader that is there
 * @has_readers: somebody reads at all
 *
 * What is needed, and by whom.
 */
typedef struct {
  guint64  by_all;
  guint64  by_present;
  gboolean has_readers;
} BufferMarks;

/* @is_settled: a reader that nobody has opened by now is not there */
void          buffer_places_get_marks      (BufferPlaces *self, gboolean is_settled,
                                            BufferMarks *marks);
/* no record after this id was acknowledged or claimed */
guint64       buffer_places_get_highest    (BufferPlaces *self);
/* readers that are not open, and that somebody has taken out of the file */
gboolean      buffer_places_forget         (BufferPlaces *self, BufferDatabase *database,
                                            GError **error);
/* inside a transaction, once those that are to come have come: notes since when the others are not
 * there. @now: by the store's clock */
gboolean      buffer_places_note_absent    (BufferPlaces *self, BufferDatabase *database,
                                            gint64 now, GError **error);
/* Inside a transaction: those that have been absent for longer than @keep µs are taken out of the
 * file, with all that is kept for them; forget() is to follow once that is committed. *@told
 * (transfer full) (nullable): who, and with what */
gboolean      buffer_places_expire         (BufferPlaces *self, BufferDatabase *database,
                                            gint64 now, gint64 keep, char **told, GError **error);
/* inside a transaction: all that the file has of a reader */
gboolean      buffer_places_erase          (BufferDatabase *database, const char *reader,
                                            GError **error);
/* the names of those that are not there, once they have gone; NULL: there is none, or no news */
char         *buffer_places_tell_absent    (BufferPlaces *self);

/* (transfer full): what is ahead of the file */
BufferPlaceChanges *buffer_places_take_changes  (BufferPlaces *self);
/* inside the writer's transaction */
gboolean            buffer_places_write_changes (const BufferPlaceChanges *changes,
                                                 BufferDatabase *database, GError **error);
/* (transfer full @changes) that transaction was committed, or was not */
void                buffer_places_settle        (BufferPlaces *self, BufferPlaceChanges *changes,
                                                 gboolean committed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferPlaces, buffer_places_free)
G_END_DECLS
