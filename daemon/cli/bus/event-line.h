/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event-line.h - an event of a leatd as a line, for people or for programs */
#pragma once
#include "leat-level.h"
#include "look/text-row.h"
G_BEGIN_DECLS

#define LEAT_EVENT_TYPE "(ttsssss)" /* as Manager has it, in GetEvents() and the signal Event */

/**
 * LeatEventWants:
 * @names: components that are meant, or whose records are; none: all
 * @level: the least urgent
 *
 * Which events somebody wants to see.
 */
typedef struct {
  const char *const *names;
  LeatLevel          level;
} LeatEventWants;

guint64  leat_event_get_number    (GVariant *event);
gboolean leat_event_is_wanted     (GVariant *event, const LeatEventWants *wants);
/* each with its end of line */
void     leat_event_append_text   (GString *line, GVariant *event, LeatTextFlags flags);
void     leat_event_append_json   (GString *line, GVariant *event);

G_END_DECLS
