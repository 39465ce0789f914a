/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-values.c - tests that it is found what the values of a column are */
#include "guess/guess-values.h"
#include <string.h>

typedef struct {
  const char *name;
  const char *texts; /* with | between them; - is one that is not there */
  const char *more;  /* of the next column; NULL: it is looked at alone */
  const char *seen;  /* TYPE and what else was found; "no": two columns are no time */
} Case;

static const Case cases[] = {
  { "int", "1|17|-3", NULL, "int" },
  { "decimal", "1.5|2|-0.25", NULL, "decimal" },
  { "decimal-comma", "1,5|2,25|3,0", NULL, "decimal comma" },
  { "double", "1.5e-7|2.5", NULL, "double" },
  { "counter", "7|8|9|0|1|2|3|4", NULL, "int counter" },
  { "counter-with-a-gap", "1|2|3|4|9|10|11", NULL, "int counter" },
  { "beyond-all-counters", "9223372036854775807|1|2|3", NULL, "int" },
  { "codes", "0123|0456|0789", NULL, "string zeros" },
  { "marks", "1.5|1.6|*****|1.7|1.8", NULL, "decimal marks=*****" },
  { "too-many-marks", "1|a|2|b|c|d", NULL, "string" },
  { "absent", "-|1|-|2", NULL, "int" },
  { "empty", "-|-", NULL, "string" },
  { "truth", "true|false|true|true", NULL, "bool words=true,false" },
  { "words", "OK|NG|OK|OK", NULL, "string words=OK,NG" },
  { "many-words", "a|b|c|d|e|f", NULL, "string" },
  { "time", "2018-10-13 14:03:22|2018-10-13 14:03:23", NULL, "time %Y-%m-%d %H:%M:%S" },
  { "time-iso", "2018-10-13T14:03:22.5+08:00|2018-10-13T14:03:23.5+08:00", NULL,
    "time %Y-%m-%dT%H:%M:%S.%f%z" },
  { "date-of-two-readings", "05/06/2018|07/08/2018", NULL, "time %d/%m/%Y or %m/%d/%Y" },
  { "date-of-one-reading", "05/06/2018|07/28/2018", NULL, "time %m/%d/%Y" },
  { "no-time", "2018-13-13 14:03:22", NULL, "string" },
  { "address", "10.0.0.1|10.0.0.2", NULL, "string" },
  { "joined", "18/33/33|18/33/34", "14:03:22|14:03:23", "no" },
  { "joined-time", "18/10/13|18/10/14", "14:03:22|14:03:23",
    "time %y/%m/%d,%H:%M:%S or %d/%m/%y,%H:%M:%S" },
  { "joined-numbers", "1|2", "3|4", "no" },
};

static GPtrArray *
split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (texts, strcmp (parts[i], "-") != 0 ? g_strdup (parts[i]) : NULL);
  return texts;
}

static void
append_words (GString *seen, const char *name, const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (seen, "%s%s", i == 0 ? name : ",", (char *) words->pdata[i]);
}

static void
append_values (GString *seen, const LeatGuessValues *values)
{
  g_string_append (seen, values->type);
  if (values->pattern != NULL)
    g_string_append_printf (seen, " %s", values->pattern);
  if (values->other != NULL)
    g_string_append_printf (seen, " or %s", values->other);
  g_string_append (seen, values->has_comma ? " comma" : "");
  g_string_append (seen, values->is_counter ? " counter" : "");
  g_string_append (seen, values->has_zeros ? " zeros" : "");
  append_words (seen, " marks=", values->marks);
  if (strcmp (values->type, "string") == 0 || strcmp (values->type, "bool") == 0)
    append_words (seen, values->has_zeros ? "" : " words=",
                  values->n_values > 3 && !values->has_zeros ? values->words : values->marks);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GPtrArray) texts = split (test->texts);
  g_autoptr (GPtrArray) more = test->more != NULL ? split (test->more) : NULL;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_auto (LeatGuessValues) values = { NULL };

  if (more == NULL)
    leat_guess_values_init (&values, texts);
  else if (!leat_guess_values_join (&values, texts, ",", more))
    {
      g_assert_cmpstr ("no", ==, test->seen);
      return;
    }
  append_values (seen, &values);
  g_assert_cmpstr (seen->str, ==, test->seen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guess-values/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
