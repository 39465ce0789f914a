/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-known.c - does what was heard fit a preset of a framer, or a schema, that is there?
 *
 * Any bytes with line ends fit the presets of line ends, so a preset counts only if its frames
 * prove themselves: where one bit of each is turned, it must find hardly any of them. */
#include "guess-known.h"
#include "config/leatd-config.h"
#include "leat-host.h"
#include "leat-schema-host.h"
#include <string.h>

#define MAX_FRAME 65536
/* frames, and share of all bytes that is in them */
#define FRAMES_LEAST 2
#define INSIDE_LEAST 0.5
/* share of frames that may be found though a bit of them is wrong */
#define DAMAGED_MOST 0.25
/* so many frames are decoded, and so many of them must be records that say a number */
#define TRIED 200
#define FITTING_LEAST 0.9

/* what a framer finds */
typedef struct {
  GPtrArray *payloads; /* of GBytes */
  GArray *places;      /* of gsize: the midst of each frame on the wire */
  gsize n_inside;
} Found;

static void
found_clear (Found *self)
{
  g_clear_pointer (&self->payloads, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* FALSE: there is no such framer */
static gboolean
find_frames (LeatdConfig *config, const char *preset, const guint8 *bytes, gsize length,
             Found *found)
{
  LeatFramer *framer = leatd_config_new_framer (config, preset, NULL);
  g_autoptr (LeatFraming) framing = framer != NULL ? leat_framing_new (framer, MAX_FRAME) : NULL;
  const LeatArrival arrival = { .struct_size = sizeof arrival, .end = LEAT_END_SILENCE };
  LeatPiece piece;

  *found = (Found) { g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
                     g_array_new (FALSE, FALSE, sizeof (gsize)), 0 };
  if (framing == NULL)
    return FALSE;
  memcpy (leat_framing_reserve (framing, length), bytes, length);
  leat_framing_commit (framing, length, &arrival);
  while (leat_framing_next (framing, &piece))
    {
      const gsize place = (gsize) piece.offset + piece.length / 2;

      if (piece.reason != NULL)
        continue;
      g_ptr_array_add (found->payloads, g_bytes_new (piece.frame.payload, piece.frame.length));
      g_array_append_val (found->places, place);
      found->n_inside += piece.length;
    }
  return TRUE;
}

static gboolean
proves_itself (LeatdConfig *config, const char *preset, const guint8 *bytes, gsize length,
               const Found *found)
{
  g_autofree guint8 *damaged = g_memdup2 (bytes, length);
  g_auto (Found) again = { NULL };

  for (guint i = 0; i < found->places->len; i++)
    damaged[g_array_index (found->places, gsize, i)] ^= 1;
  return find_frames (config, preset, damaged, length, &again) &&
         (double) again.payloads->len <= DAMAGED_MOST * (double) found->payloads->len;
}

void
leat_guess_known_init (LeatGuessKnown *self)
{
  *self = (LeatGuessKnown) { .frames = g_array_new (FALSE, FALSE, sizeof (LeatGuessFrame)),
                             .schemas = g_string_new (NULL) };
}

void
leat_guess_known_clear (LeatGuessKnown *self)
{
  g_clear_pointer (&self->preset, g_free);
  g_clear_pointer (&self->schema, g_free);
  if (self->schemas != NULL)
    g_string_free (g_steal_pointer (&self->schemas), TRUE);
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_pointer (&self->payloads, g_ptr_array_unref);
}

static void
take_preset (LeatGuessKnown *self, const char *preset, Found *found)
{
  g_free (self->preset);
  self->preset = g_strdup (preset);
  self->n_inside = found->n_inside;
  g_clear_pointer (&self->payloads, g_ptr_array_unref);
  self->payloads = g_steal_pointer (&found->payloads);
}

/* of presets that find the same the last one: gnss, which is made of nmea and others, comes before
 * these by its name */
void
leat_guess_known_search (LeatGuessKnown *self, LeatdRegistry *registry, const GPtrArray *catalogue,
                         const guint8 *bytes, gsize length)
{
  g_autoptr (LeatFaults) none = leat_faults_new ();
  g_autoptr (LeatdConfig) config = leatd_config_load_text ("(known)", "", registry, none);

  for (guint i = 0; i < catalogue->len && length > 0; i++)
    {
      const LeatdCatalogueEntry *entry = catalogue->pdata[i];
      g_auto (Found) found = { NULL };

      if (g_str_equal (entry->kind, "preset") && leat_faults_get_n (entry->faults) == 0 &&
          find_frames (config, entry->name, bytes, length, &found) &&
          found.payloads->len >= FRAMES_LEAST && found.n_inside >= self->n_inside &&
          (double) found.n_inside >= INSIDE_LEAST * (double) length &&
          proves_itself (config, entry->name, bytes, length, &found))
        take_preset (self, entry->name, &found);
    }
  for (guint i = 0; self->payloads != NULL && i < self->payloads->len; i++)
    {
      LeatGuessFrame frame;

      frame.data = g_bytes_get_data (self->payloads->pdata[i], &frame.length);
      if (frame.length > 0)
        g_array_append_val (self->frames, frame);
    }
}

/* --- schemas --- */

/* fields that say something; 0: a value of it is wrong, or it is text alone, as anything is */
static guint
count_values (const LeatSchema *schema, const LeatRecord *record)
{
  guint n_values = 0, n_exact = 0;

  for (guint i = 0; i < leat_schema_get_n_fields (schema); i++)
    {
      const LeatValue *value = &record->values[i];

      if (value->quality == LEAT_QUALITY_UNDECODABLE)
        return 0;
      n_values += leat_value_is_present (value);
      n_exact += leat_value_is_present (value) && !leat_value_is_text (value);
    }
  return n_exact > 0 ? n_values : 0;
}

/* what all frames together say by it; 0: too many of them do not fit */
static guint
try_schema (LeatSchema *schema, const GArray *frames)
{
  static const char *const no_tags[] = { NULL };
  LeatOrigin *origin = leat_origin_new ("known", "", schema, "", no_tags);
  const guint n_frames = MIN (frames->len, TRIED);
  guint n_fitting = 0, n_values = 0;

  for (guint i = 0; i < n_frames; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);
      LeatBatch *batch = leat_batch_new (1);
      guint n = 0;

      if (leat_schema_decode (schema, (const guint8 *) frame->data, frame->length, batch, origin,
                              leat_clock_now (), NULL))
        n = count_values (schema, leat_batch_get_record (batch, 0));
      n_fitting += n > 0;
      n_values += n;
      leat_batch_unref (batch);
    }
  leat_origin_unref (origin);
  return (double) n_fitting >= FITTING_LEAST * (double) n_frames ? n_values : 0;
}

void
leat_guess_known_match (LeatGuessKnown *self, const GPtrArray *catalogue, const GArray *frames)
{
  guint most = 0;

  for (guint i = 0; i < catalogue->len && frames->len >= FRAMES_LEAST; i++)
    {
      const LeatdCatalogueEntry *entry = catalogue->pdata[i];
      g_autoptr (LeatSchema) schema = NULL;
      guint n_values;

      if (!g_str_equal (entry->kind, "schema") || leat_faults_get_n (entry->faults) > 0)
        continue;
      schema = leat_schema_load (entry->path, NULL);
      n_values = schema != NULL ? try_schema (schema, frames) : 0;
      if (n_values > 0)
        g_string_append_printf (self->schemas, "%s%s", self->schemas->len > 0 ? ", " : "",
                                entry->name);
      if (n_values <= most)
        continue;
      most = n_values;
      g_free (self->schema);
      self->schema = g_strdup (entry->name);
    }
}
