/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sparkline.c - a row of numbers as a row of bars, one character each */
#include "sparkline.h"

/* the first is for nothing alone */
static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const signs[] = { "_", ".", ":", "-", "=", "+", "*", "#" };

G_STATIC_ASSERT (G_N_ELEMENTS (blocks) == G_N_ELEMENTS (signs));

static guint
get_level (double value, double largest)
{
  const guint highest = G_N_ELEMENTS (blocks) - 1;

  if (value <= 0)
    return 0;
  return CLAMP ((guint) (value / largest * highest + 0.5), 1, highest);
}

/**
 * leat_sparkline_append:
 * @text: grows by @width characters
 * @values: (array length=n_values): the newest last; one below 0 is not known, and is a blank
 * @n_values: how many
 * @width: of the last ones so many are shown, at the right
 * @unicode: with block characters; otherwise in ASCII
 *
 * The largest of those shown reaches the top; one that is not 0 never looks like 0.
 */
void
leat_sparkline_append (GString *text, const double *values, guint n_values, guint width,
                       gboolean unicode)
{
  const guint n_shown = MIN (n_values, width);
  double largest = 0;

  values += n_values - n_shown;
  for (guint i = 0; i < n_shown; i++)
    largest = MAX (largest, values[i]);
  for (guint i = n_shown; i < width; i++)
    g_string_append_c (text, ' ');
  for (guint i = 0; i < n_shown; i++)
    if (values[i] < 0)
      g_string_append_c (text, ' ');
    else
      g_string_append (text, (unicode ? blocks : signs)[get_level (values[i], largest)]);
}
