/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-options.c - every option at its bounds, beyond them, and with what nobody expects */
#include "harness.h"
#include <string.h>

/* values as a key file may have them; an unsound one is refused before the plugin sees it */
typedef struct {
  GPtrArray *sound;
  GPtrArray *unsound;
} Values;

static void
values_add_number (Values *self, const LeatOption *option, double value, gboolean sound)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *unit = option->type == LEAT_OPTION_TYPE_DURATION ? "us" : "";

  if (option->type == LEAT_OPTION_TYPE_DOUBLE)
    g_ascii_dtostr (text, sizeof text, value);
  else
    g_snprintf (text, sizeof text, "%.0f", value);
  g_ptr_array_add (sound ? self->sound : self->unsound, g_strconcat (text, unit, NULL));
}

static void
values_add_range (Values *self, const LeatOption *option)
{
  const double minimum = option->minimum, maximum = option->maximum;

  if (minimum == 0 && maximum == 0)
    {
      for (double value = -1e15; value <= 1e15; value += 1e15)
        if (value >= 0 || option->type == LEAT_OPTION_TYPE_INT ||
            option->type == LEAT_OPTION_TYPE_DOUBLE)
          values_add_number (self, option, value, TRUE);
      return;
    }
  values_add_number (self, option, minimum, TRUE);
  if (minimum > 0 || option->type == LEAT_OPTION_TYPE_INT)
    values_add_number (self, option, minimum - 1, FALSE);
  if (maximum == LEAT_OPTION_NO_MAXIMUM)
    {
      values_add_number (self, option, minimum + 1e15, TRUE);
      return;
    }
  values_add_number (self, option, maximum, TRUE);
  values_add_number (self, option, maximum + 1, FALSE);
}

static void
values_add_texts (Values *self)
{
  g_autofree char *letters = g_strnfill (10000, 'x');

  for (const char *const *text =
           (const char *const[]) { "", "x", "%s%n%", "\\x00", "a;b;;\\;c", "\xc3\xa4 \xe2\x82\xac",
                                   "../../..", "{source}", "*", NULL };
       *text != NULL; text++)
    g_ptr_array_add (self->sound, g_strdup (*text));
  g_ptr_array_add (self->sound, g_steal_pointer (&letters));
}

static void
values_fill (Values *self, const LeatOption *option)
{
  switch (option->type)
    {
    case LEAT_OPTION_TYPE_BOOL:
      g_ptr_array_add (self->sound, g_strdup ("yes"));
      g_ptr_array_add (self->sound, g_strdup ("no"));
      g_ptr_array_add (self->unsound, g_strdup ("perhaps"));
      return;
    case LEAT_OPTION_TYPE_CHOICE:
      for (guint i = 0; option->choices[i] != NULL; i++)
        g_ptr_array_add (self->sound, g_strdup (option->choices[i]));
      g_ptr_array_add (self->unsound, g_strdup ("no-such-choice"));
      return;
    case LEAT_OPTION_TYPE_INT:
    case LEAT_OPTION_TYPE_DOUBLE:
    case LEAT_OPTION_TYPE_SIZE:
    case LEAT_OPTION_TYPE_DURATION:
      values_add_range (self, option);
      g_ptr_array_add (self->unsound, g_strdup ("many"));
      return;
    case LEAT_OPTION_TYPE_STRING:
    case LEAT_OPTION_TYPE_BYTES:
    case LEAT_OPTION_TYPE_LIST:
    case LEAT_OPTION_TYPE_BYTES_LIST:
      values_add_texts (self);
      return;
    case LEAT_OPTION_TYPE_NONE:
      return;
    }
}

/* the plugin takes it, or says what is wrong with it; both are right, a crash is not */
static gboolean
try_sound (HarnessCheck *self, const char *value, GError **error)
{
  gpointer instance = harness_make (self, error);
  g_autoptr (GError) told = NULL;
  gboolean done = FALSE;

  if (instance == NULL)
    return FALSE;
  if (leat_option_set (self->option, instance, value, &told))
    done = harness_init (self, instance, &told);
  harness_free (self, instance);
  if (g_error_matches (told, LEAT_ERROR, LEAT_ERROR_PLUGIN))
    return harness_wrong (error, "%s=%.40s: %s", self->option->key, value, told->message);
  if (!done && strchr (told->message, '\n') == NULL)
    harness_note (self, "%s=%.40s is refused: %s", self->option->key, value, told->message);
  return TRUE;
}

static gboolean
try_unsound (HarnessCheck *self, const char *value, GError **error)
{
  gpointer instance = harness_make (self, error);
  gboolean taken;

  if (instance == NULL)
    return FALSE;
  taken = leat_option_set (self->option, instance, value, NULL);
  harness_free (self, instance);
  return !taken || harness_wrong (error, "%s=%s is taken, though it is beyond what the table says",
                                  self->option->key, value);
}

static gboolean
check_option (HarnessCheck *self, GError **error)
{
  g_autoptr (GPtrArray) sound = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unsound = g_ptr_array_new_with_free_func (g_free);
  Values values = { sound, unsound };
  gboolean fine = TRUE;

  values_fill (&values, self->option);
  for (guint i = 0; i < sound->len && fine; i++)
    fine = try_sound (self, sound->pdata[i], error);
  for (guint i = 0; i < unsound->len && fine; i++)
    fine = try_unsound (self, unsound->pdata[i], error);
  return fine;
}

/* made, judged and freed over and over: what is kept is a leak */
static gboolean
check_instances (HarnessCheck *self, GError **error)
{
  guint before = 0;

  for (int i = 0; i < self->harness->rounds; i++)
    {
      gpointer instance = harness_make_ready (self, error);

      if (instance == NULL)
        return FALSE;
      harness_free (self, instance);
      if (i == 0)
        before = harness_count_descriptors ();
    }
  if (harness_count_descriptors () > before)
    return harness_wrong (error, "init() opens files that clear() does not close: %u more",
                          harness_count_descriptors () - before);
  return TRUE;
}

void
harness_add_options (GPtrArray *checks, const Harness *harness, HarnessKind kind,
                     gconstpointer klass)
{
  const LeatOption *option = harness_class_options (kind, klass);

  harness_add (checks, harness, kind, klass, "instances", check_instances);
  for (; option != NULL && option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      g_autofree char *what = g_strconcat ("options/", option->key, NULL);
      HarnessCheck *check;

      harness_add (checks, harness, kind, klass, what, check_option);
      check = checks->pdata[checks->len - 1];
      check->option = option;
    }
}
