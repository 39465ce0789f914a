/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-guess.c - what the bytes of a line seem to be: frames, and records in them */
#include "probe-guess.h"

void
leat_probe_guess_clear (LeatProbeGuess *self)
{
  leat_proposal_clear (&self->proposal);
  leat_guess_frames_clear (&self->lines);
  leat_guess_known_clear (&self->known);
  g_clear_pointer (&self->framer, g_free);
}

/* FALSE: nothing seems to end a frame */
static gboolean
find_frames (LeatProbeGuess *self, const GByteArray *bytes)
{
  if (self->known.preset == NULL)
    return leat_guess_frames_init (&self->lines, (const char *) bytes->data, bytes->len, NULL);
  self->framer = g_strdup_printf ("type=%s\n", self->known.preset);
  self->lines = (LeatGuessFrames) { .framer = self->framer,
                                    .frames = g_array_ref (self->known.frames) };
  return self->lines.frames->len > 0;
}

gboolean
leat_probe_guess_init (LeatProbeGuess *self, LeatdRegistry *registry, const char *name,
                       const char *device, const GByteArray *bytes, GError **error)
{
  g_autoptr (GPtrArray) catalogue = leatd_config_list_catalogue (registry);

  leat_guess_known_init (&self->known);
  leat_guess_known_search (&self->known, registry, catalogue, bytes->data, bytes->len);
  if (!find_frames (self, bytes))
    return TRUE;
  leat_guess_known_match (&self->known, catalogue, self->lines.frames);
  return leat_proposal_init (&self->proposal, name, device, &self->lines, error);
}
