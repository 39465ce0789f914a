/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-host.c - what a link tells: counters and events of its source */
#include "leatd-link-host.h"
#include "worker/leatd-event.h"

static void
link_count (LeatLink *link, const char *counter, guint64 n)
{
  static const struct {
    const char *name;
    LeatdSourceCounter counter;
  } counters[] = {
    { "parity", LEATD_SOURCE_PARITY },           { "framing", LEATD_SOURCE_FRAMING },
    { "overrun", LEATD_SOURCE_OVERRUN },         { "buffer-overrun", LEATD_SOURCE_BUFFER_OVERRUN },
    { "breaks", LEATD_SOURCE_BREAKS },           { "line-errors", LEATD_SOURCE_LINE_ERRORS },
    { "rotations", LEATD_SOURCE_ROTATIONS },     { "truncations", LEATD_SOURCE_TRUNCATIONS },
    { "places-lost", LEATD_SOURCE_PLACES_LOST }, { "unread-bytes", LEATD_SOURCE_UNREAD_BYTES },
  };
  LeatdLinkHost *self = link->host;

  for (guint i = 0; i < G_N_ELEMENTS (counters); i++)
    if (g_str_equal (counters[i].name, counter))
      leatd_count (&self->counters[counters[i].counter], n);
}

static void
link_note (LeatLink *link, const char *event, const char *text)
{
  LeatdLinkHost *self = link->host;

  leatd_event (G_LOG_LEVEL_WARNING, self->name, event, "%s", text);
}

static const char *
link_get_source (LeatLink *link)
{
  return ((LeatdLinkHost *) link->host)->name;
}

static void
link_found (LeatLink *link)
{
  LeatdLinkHost *self = link->host;

  if (self->found != NULL)
    self->found (self->owner);
}

/* @name, @counters: outlive it */
void
leatd_link_host_init (LeatdLinkHost *self, const char *name, guint64 *counters)
{
  *self = (LeatdLinkHost) {
    .table = { .count = link_count,
               .note = link_note,
               .get_source = link_get_source,
               .found = link_found },
    .name = name,
    .counters = counters,
  };
}

gboolean
leatd_link_loses_rest (const LeatLinkClass *klass)
{
  const LeatLinkFlags both = LEAT_LINK_CAN_WAIT | LEAT_LINK_READ_OUT;

  return (klass->flags & both) != LEAT_LINK_CAN_WAIT;
}
