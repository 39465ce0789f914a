/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-service.h - serves a link from its thread's main context: reads and writes */
#pragma once
#include "stream/leatd-ring.h"
#include "stream/leatd-stream.h"
G_BEGIN_DECLS

/**
 * LeatdLinkServiceSetup:
 * @config: the source's
 * @stream: gets the bytes
 * @ring: gets them too
 * @guard: of the thread
 * @counters: of #LeatdSourceCounter
 * @open_stream: a stream for a client of a listening link
 * @before: called before the plugin is called
 * @received: bytes came
 * @full: (nullable): a queue that blocks is full; %NULL: the service holds its link
 * @found: (nullable): what the link did not find when it was opened is there now
 * @ended: the link is at its end (%NULL), or failed; (transfer full)
 * @recall: (nullable): of a link that can be read again: where it goes on
 * @remember: likewise: keeps that
 * @is_leaving: likewise: what is not safe by now may be so later
 * @owner: for the functions
 */
typedef struct {
  const LeatdSourceConfig *config;
  LeatdStream             *stream;
  LeatdRing               *ring;
  LeatdGuard              *guard;
  guint64                 *counters;
  LeatdStream           *(*open_stream) (gpointer owner, const char *peer, GError **error);
  void                   (*before)   (gpointer owner);
  void                   (*received) (gpointer owner);
  void                   (*full)     (gpointer owner);
  void                   (*found)    (gpointer owner);
  void                   (*ended)    (gpointer owner, GError *error);
  char                  *(*recall)     (gpointer owner);
  gboolean               (*remember)   (gpointer owner, const char *place, GError **error);
  gboolean               (*is_leaving) (gpointer owner);
  gpointer                 owner;
} LeatdLinkServiceSetup;

/* In the source's thread, but for new(), renew(), change() and free(). When a queue that blocks is
 * full, nothing is read until resume(). */
typedef struct _LeatdLinkService LeatdLinkService;

LeatdLinkService *leatd_link_service_new      (const LeatdLinkServiceSetup *setup, GError **error);
/* a link that is open: a client's; (transfer full) */
LeatdLinkService *leatd_link_service_new_open (const LeatdLinkServiceSetup *setup, LeatLink *link);
void              leatd_link_service_free     (LeatdLinkService *self);
LeatLink         *leatd_link_service_open     (LeatdLinkService *self, GCancellable *cancellable,
                                               GError **error);
void              leatd_link_service_close    (LeatdLinkService *self);
/* while it is held, or not open, and in no thread */
void              leatd_link_service_renew    (LeatdLinkService *self,
                                               const LeatdSourceConfig *config,
                                               LeatdStream *stream);
/* in no thread; what it says is told to the link when it is opened next, held open or not, or by
 * tell_changes() */
void              leatd_link_service_change   (LeatdLinkService *self,
                                               const LeatdSourceConfig *former,
                                               const LeatdSourceConfig *config);
void              leatd_link_service_tell_changes (LeatdLinkService *self);
gboolean          leatd_link_service_is_open  (LeatdLinkService *self);
gboolean          leatd_link_service_is_shared (LeatdLinkService *self);
/* will it stay open when the daemon, which stops, is gone? */
gboolean          leatd_link_service_is_kept  (LeatdLinkService *self);
void              leatd_link_service_read     (LeatdLinkService *self);
void              leatd_link_service_hold     (LeatdLinkService *self);
void              leatd_link_service_resume   (LeatdLinkService *self);
void              leatd_link_service_read_rest (LeatdLinkService *self);
/* of a client's stream; NULL: @origin is of none */
guint64          *leatd_link_service_get_sequence (LeatdLinkService *self,
                                                   const LeatOrigin *origin);
/* bytes that wait to be written */
gsize             leatd_link_service_count_output (LeatdLinkService *self);
gboolean          leatd_link_service_write    (LeatdLinkService *self, GBytes *bytes,
                                               GError **error);

G_END_DECLS
