/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-device.c - what device= says of a recording: replay:PATH?speed=max&silence=5ms&loop=3 */
#include "replay-device.h"
#include <string.h>

#define SCHEME "replay:"

/* the number that @text begins with, and what stands behind it; -1: it is none */
static double
read_number (const char *text, const char **rest)
{
  char *end = NULL;
  const double number = g_ascii_isdigit (*text) ? g_ascii_strtod (text, &end) : -1;

  *rest = end != NULL ? end : text;
  return number;
}

static gboolean
read_speed (ReplayDevice *self, const char *text, GError **error)
{
  const char *rest;

  self->speed = 0;
  if (g_str_equal (text, "max"))
    return TRUE;
  self->speed = read_number (text, &rest);
  if (*rest == '\0' && self->speed >= 0.001 && self->speed <= 1e6)
    return TRUE;
  return leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "speed=%s: 1 is as it was, 10 ten times as fast, max as fast as it is "
                          "taken",
                          text);
}

static gboolean
read_silence (ReplayDevice *self, const char *text, GError **error)
{
  static const struct {
    const char *unit;
    double nanoseconds;
  } units[] = { { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
  const char *rest;
  const double number = read_number (text, &rest);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (rest, units[i].unit) && number > 0 && number * units[i].nanoseconds < 3.7e12)
      {
        self->silence = MAX ((gint64) (number * units[i].nanoseconds), 1);
        return TRUE;
      }
  return leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "silence=%s: 5ms, 200us or 1.5s is right, up to an hour", text);
}

static gboolean
read_loop (ReplayDevice *self, const char *text, GError **error)
{
  const char *rest;
  const double number = read_number (text, &rest);

  self->loops = 0;
  if (g_str_equal (text, "yes"))
    return TRUE;
  if (*rest != '\0' || !(number >= 1 && number <= 1e9) || number != (guint) number)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "loop=%s: how often it is played, or yes: again and again", text);
  self->loops = (guint) number;
  return TRUE;
}

static gboolean
read_word (ReplayDevice *self, const char *word, GError **error)
{
  static const struct {
    const char *key;
    gboolean (*read) (ReplayDevice *self, const char *text, GError **error);
  } words[] = { { "speed=", read_speed }, { "silence=", read_silence }, { "loop=", read_loop } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (word, words[i].key))
      return words[i].read (self, word + strlen (words[i].key), error);
  return leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "\"%s\" is none of speed=, silence= and loop=, with & between them",
                          word);
}

static gboolean
read_words (ReplayDevice *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, "&", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!read_word (self, words[i], error))
      return FALSE;
  return TRUE;
}

void
replay_device_clear (ReplayDevice *self)
{
  g_clear_pointer (&self->path, g_free);
}

/**
 * replay_device_parse:
 * @self: (out): is to be cleared
 * @device: as device= spells it
 */
gboolean
replay_device_parse (ReplayDevice *self, const char *device, GError **error)
{
  const char *path = g_str_has_prefix (device, SCHEME) ? device + strlen (SCHEME) : device;
  const char *question = strrchr (path, '?');

  *self = (ReplayDevice) { .speed = 1, .loops = 1 };
  if (*path != '/')
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "\"%s\" is no whole path of a recording, as in "
                            "replay:/var/lib/leat/line.pcapng",
                            path);
  if (question != NULL && !read_words (self, question + 1, error))
    return FALSE;
  self->path = question != NULL ? g_strndup (path, (gsize) (question - path)) : g_strdup (path);
  return TRUE;
}
