/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulated.h - a simulated machine in the hand: what it hears and what it says, without a wire */
#pragma once
#include "simulate-machine.h"
#include <string.h>

typedef struct {
  LeatSimulatedMachine *machine;
  GString              *said;  /* since it was last taken */
  GPtrArray            *notes; /* of all that was said */
  GArray               *faults;
} Simulated;

static inline void
simulated_on_say (const LeatSimulatedPiece *piece, gpointer user_data)
{
  Simulated *self = user_data;

  g_string_append_len (self->said, (const char *) piece->bytes, (gssize) piece->length);
  g_ptr_array_add (self->notes, g_strdup (piece->note));
  g_array_append_val (self->faults, piece->fault);
}

/* @settings: "series=fz cameras=2"; @faults as --faults; 2018-09-17T15:15:00Z, a second a result */
static inline Simulated *
simulated_new (const char *family, const char *settings, const char *faults, guint64 count)
{
  Simulated *self = g_new0 (Simulated, 1);
  g_auto (GStrv) list = g_strsplit (settings, " ", -1);
  LeatSimulatedWishes wishes = {
    .settings = *settings != '\0' ? (const char *const *) list : NULL,
    .seed = 7,
    .clock = 1537197300,
    .step = G_GINT64_CONSTANT (1000000000),
  };
  const LeatSimulatedFamily *found;
  g_autoptr (GError) error = NULL;

  self->said = g_string_new (NULL);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->faults = g_array_new (FALSE, FALSE, sizeof (LeatSimulatedFault));
  g_assert_true (leat_simulated_plan_parse (&wishes.plan, faults, count, &error));
  found = leat_simulated_family_find (family, &error);
  g_assert_no_error (error);
  self->machine = leat_simulated_machine_new (found, &wishes, simulated_on_say, self, &error);
  g_assert_no_error (error);
  return self;
}

static inline void
simulated_free (Simulated *self)
{
  leat_simulated_machine_free (self->machine);
  g_string_free (self->said, TRUE);
  g_ptr_array_unref (self->notes);
  g_array_unref (self->faults);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulated, simulated_free)

/* what it has said since */
static inline char *
simulated_take (Simulated *self)
{
  char *text = g_strdup (self->said->str);

  g_string_truncate (self->said, 0);
  return text;
}

/* what it says to @command, with the results that it triggers */
static inline char *
simulated_ask (Simulated *self, const char *command)
{
  guint triggers = leat_simulated_machine_hear (self->machine, (const guint8 *) command,
                                                strlen (command));

  for (; triggers > 0; triggers--)
    leat_simulated_machine_measure (self->machine, G_MAXUINT64, 1);
  return simulated_take (self);
}

static inline char *
simulated_measure (Simulated *self)
{
  leat_simulated_machine_measure (self->machine, G_MAXUINT64, 0);
  return simulated_take (self);
}

/* one dialogue: a command and all that comes, as patterns of g_regex, from the whole text */
typedef struct {
  const char *name;
  const char *family;
  const char *settings;
  const char *says[16]; /* command, answer, command, answer …; ends with NULL */
} DialogueCase;

static inline void
test_dialogue (gconstpointer data)
{
  const DialogueCase *test = data;
  g_autoptr (Simulated) self = simulated_new (test->family, test->settings, NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (test->says) && test->says[i] != NULL; i += 2)
    {
      g_autofree char *answer = simulated_ask (self, test->says[i]);
      g_autofree char *pattern = g_strdup_printf ("\\A(?:%s)\\z", test->says[i + 1]);

      if (!g_regex_match_simple (pattern, answer, G_REGEX_RAW | G_REGEX_DOTALL, 0))
        g_error ("%s: \"%s\" is answered by \"%s\", not by \"%s\"", test->name, test->says[i],
                 g_strescape (answer, NULL), test->says[i + 1]);
    }
}

static inline void
add_dialogues (const DialogueCase *cases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/%s/dialogue/%s", cases[i].family,
                                               cases[i].name);

      g_test_add_data_func (path, &cases[i], test_dialogue);
    }
}
