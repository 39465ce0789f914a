/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reader-position.c - a sink's position while it reads from a store, and on its way to a
 * queue and back */
#include "leatd-reader-position.h"
#include "worker/leatd-event.h"

/* The position that a life ended with. As long as the queue's fact says the same, no life of the
 * queue has been since. */
#define FACT_CLOSED "position-when-closed"

/* the store that it reads from, or did; and that it has had a queue since */
#define FACT_VIA    "via"
#define FACT_QUEUED "queued"

void
leatd_reader_position_clear (LeatdReaderPosition *self)
{
  g_clear_pointer (&self->text, g_free);
  self->serial = 0;
}

/**
 * leatd_reader_position_set:
 * @text: (nullable): the sink's new position; %NULL: as before
 */
void
leatd_reader_position_set (LeatdReaderPosition *self, const char *text)
{
  if (text == NULL)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
}

/**
 * leatd_reader_position_number:
 *
 * Returns: (transfer full) (nullable): the position with its next number, as it is kept
 */
char *
leatd_reader_position_number (LeatdReaderPosition *self)
{
  if (self->text == NULL)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", ++self->serial, self->text);
}

static void
take_newer (LeatdReaderPosition *self, const char *numbered)
{
  char *end = NULL;
  guint64 serial = numbered != NULL ? g_ascii_strtoull (numbered, &end, 10) : 0;

  if (numbered == NULL || *end != ' ' || serial <= self->serial)
    return;
  self->serial = serial;
  leatd_reader_position_set (self, end + 1);
}

static gboolean
adopt (LeatdReaderPosition *self, LeatdPlace *place, const char *fact, GError **error)
{
  g_autofree char *numbered = NULL;

  leatd_reader_position_set (self, fact);
  numbered = leatd_reader_position_number (self);
  return leatd_place_remember (place, LEATD_FACT_POSITION, numbered, error);
}

/**
 * leatd_reader_position_take:
 * @places: open; each has what went with its last acknowledgement
 * @facts: of the sink, in which a queue keeps its position
 *
 * Finds the newest. A sink that comes from its queue brings that position along; from then on it
 * lives with the cursor, and the fact, which would grow old, is forgotten.
 */
gboolean
leatd_reader_position_take (LeatdReaderPosition *self, LeatdPlace *places, guint n_places,
                            LeatdFacts *facts, GError **error)
{
  const char *fact = leatd_facts_get (facts, LEATD_FACT_POSITION);
  g_autofree char *adopted = leatd_place_recall (&places[0], LEATD_FACT_POSITION);

  leatd_reader_position_clear (self);
  take_newer (self, adopted);
  for (guint i = 0; i < n_places; i++)
    take_newer (self, places[i].position);
  if (fact == NULL)
    return TRUE;
  if (g_strcmp0 (fact, leatd_facts_get (facts, FACT_CLOSED)) != 0 &&
      !adopt (self, &places[0], fact, error))
    return FALSE;
  return leatd_facts_set (facts, LEATD_FACT_POSITION, NULL, error) &&
         leatd_facts_set (facts, FACT_CLOSED, NULL, error);
}

/**
 * leatd_reader_position_leave:
 *
 * Leaves it as a fact, for the day on which the sink goes back to its queue.
 */
gboolean
leatd_reader_position_leave (const LeatdReaderPosition *self, LeatdFacts *facts, GError **error)
{
  return self->text == NULL || (leatd_facts_set (facts, FACT_CLOSED, self->text, error) &&
                                leatd_facts_set (facts, LEATD_FACT_POSITION, self->text, error));
}

/**
 * leatd_reader_note_queue:
 * @facts: of the sink
 *
 * It has a queue now. A store that it had before goes on without it, and it may come back to that.
 */
gboolean
leatd_reader_note_queue (LeatdFacts *facts, GError **error)
{
  return leatd_facts_get (facts, FACT_VIA) == NULL ||
         leatd_facts_get (facts, FACT_QUEUED) != NULL ||
         leatd_facts_set (facts, FACT_QUEUED, "yes", error);
}

static void
tell_queued (LeatdPlace *live, const char *store)
{
  const char *sink = live->setup.name;
  guint64 records;
  gint64 oldest;

  leatd_place_get_backlog (live, &records, &oldest);
  if (records > 0)
    leatd_event (G_LOG_LEVEL_WARNING, sink, "had-a-queue",
                 "had via=none for a while: what store %s took meanwhile goes out once more, "
                 "%" G_GUINT64_FORMAT
                 " records with those that it had not had before; where that is not wanted, stop "
                 "leatd and say leat store skip %s",
                 store, records, sink);
}

/**
 * leatd_reader_note_store:
 * @facts: of the sink
 * @live: open
 *
 * It reads from a store now. What a queue has given it meanwhile is in the store, too, and nobody
 * knows what of that it has had: that is told.
 */
gboolean
leatd_reader_note_store (LeatdFacts *facts, LeatdPlace *live, const char *store, GError **error)
{
  const char *before = leatd_facts_get (facts, FACT_VIA);

  if (leatd_facts_get (facts, FACT_QUEUED) != NULL)
    {
      tell_queued (live, store);
      if (!leatd_facts_set (facts, FACT_QUEUED, NULL, error))
        return FALSE;
    }
  return g_strcmp0 (before, store) == 0 || leatd_facts_set (facts, FACT_VIA, store, error);
}
