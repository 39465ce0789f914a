/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-place.h - where a link goes on that can be read again: behind what is safe */
#pragma once
#include "stream/leatd-stream.h"
G_BEGIN_DECLS

/**
 * LeatdLinkPlaceSetup:
 * @link: has get_place()
 * @framing: digest of what makes records of its bytes
 * @recall: (transfer full) (nullable): what was kept last
 * @remember: keeps it; waits for the disk
 * @is_leaving: what is not safe now may be so later, and nobody will tell
 * @go_on: reading was to wait, and need not any more
 * @owner: of the source's functions
 * @reader: of @go_on
 */
typedef struct {
  LeatLink   *link;
  const char *framing;
  char     *(*recall)     (gpointer owner);
  gboolean  (*remember)   (gpointer owner, const char *place, GError **error);
  gboolean  (*is_leaving) (gpointer owner);
  void      (*go_on)      (gpointer reader);
  gpointer   owner;
  gpointer   reader;
} LeatdLinkPlaceSetup;

/* With each place goes the number of the record that comes there, and the epoch that it belongs to:
 * what is read a second time gets the ids that it had, by which a store knows it. By another framer
 * or schema it would be other records: it is told, and numbered anew. In the source's
 * thread, but for new() and free(). */
typedef struct _LeatdLinkPlace LeatdLinkPlace;

LeatdLinkPlace *leatd_link_place_new      (const LeatdLinkPlaceSetup *setup);
void            leatd_link_place_free     (LeatdLinkPlace *self);
/* while it is not open */
void            leatd_link_place_set_framing (LeatdLinkPlace *self, const char *framing);
gboolean        leatd_link_place_open     (LeatdLinkPlace *self, const char *device,
                                           LeatdStream *stream, GCancellable *cancellable,
                                           GError **error);
void            leatd_link_place_read     (LeatdLinkPlace *self, gsize length);
/* before and behind a delivery of @stream; @ends: reading waits until all of it is safe */
void            leatd_link_place_await    (LeatdLinkPlace *self, LeatdStream *stream);
void            leatd_link_place_mark     (LeatdLinkPlace *self, LeatdStream *stream,
                                           gboolean ends);
gboolean        leatd_link_place_is_waiting (const LeatdLinkPlace *self);
/* the link is about to be closed */
void            leatd_link_place_close    (LeatdLinkPlace *self);

G_END_DECLS
