/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-player.h - what comes next of a recording, and when it is due */
#pragma once
#include "replay-device.h"
G_BEGIN_DECLS

/**
 * ReplayNote:
 * @text: what could not be read, or played
 *
 * Called for what people should hear of.
 */
typedef void (*ReplayNote) (gpointer user_data, const char *text);

/* Only what has come to a link is played: what it was sent is passed over. No clock, no
 * descriptor. */
typedef struct _ReplayPlayer ReplayPlayer;

/* @device: outlives it */
ReplayPlayer *replay_player_new  (const ReplayDevice *device, ReplayNote note, gpointer user_data,
                                  GError **error);
void          replay_player_free (ReplayPlayer *self);
/* READ, LOST or GONE; NULL: all has been played */
const LeatRecordingEvent *replay_player_peek (ReplayPlayer *self);
/* ns behind the first event at which that which is peeked is due, at the speed */
gint64        replay_player_get_due (const ReplayPlayer *self);
/* so much of its bytes was taken; it is done when all are */
void          replay_player_take (ReplayPlayer *self, gsize length);
/* (nullable): of the event that is peeked */
const char   *replay_player_get_peer (const ReplayPlayer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReplayPlayer, replay_player_free)
G_END_DECLS
