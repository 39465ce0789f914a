/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-event.h - what happens in the daemon and what its sources and sinks count, for a source that
 * tells others of it */
#pragma once
#include "leat-clock.h"
#include "leat-level.h"
G_BEGIN_DECLS

/**
 * LeatEvent:
 * @struct_size: sizeof (LeatEvent) of who made it
 * @level: how urgent it is
 * @moment: when it was
 * @component: who it happened to: name of a source or sink, "leatd", "rejects"
 * @event: its kind, a word that stays the same: "silent", "gap", "drop"
 * @text: a sentence for people
 * @about: (nullable): the source whose records it is about, if that is not @component
 *
 * Something that people should hear of.
 */
typedef struct {
  gsize       struct_size;
  LeatLevel   level;
  LeatMoment  moment;
  const char *component;
  const char *event;
  const char *text;
  const char *about;
} LeatEvent;

/**
 * LeatComponent:
 * @struct_size: sizeof (LeatComponent) of who made it
 * @name: of its group
 * @is_sink: %FALSE: it is a source
 * @plugin: its class
 * @state: "running", "silent", "held", …
 * @since: since when it is in it, nanoseconds since 1970-01-01 UTC
 * @counter_names: ends with %NULL; more may come behind those that are known
 * @counters: as many; since the daemon began
 *
 * A source or sink at one moment.
 */
typedef struct {
  gsize              struct_size;
  const char        *name;
  gboolean           is_sink;
  const char        *plugin;
  const char        *state;
  gint64             since;
  const char *const *counter_names;
  const gint64      *counters;
} LeatComponent;

/**
 * LeatComponentFunc:
 * @component: valid during the call
 *
 * Is shown a source or sink.
 */
typedef void (*LeatComponentFunc) (const LeatComponent *component, gpointer user_data);

G_END_DECLS
