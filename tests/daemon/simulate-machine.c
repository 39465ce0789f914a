/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine.c - tests what all simulated machines have in common */
#include "leat-host.h"
#include "simulated.h"
#include <json-glib/json-glib.h>

static JsonObject *
get_note (const Simulated *self, guint index)
{
  g_autofree char *text = g_strdup_printf ("{%s}", (char *) g_ptr_array_index (self->notes, index));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

/* the ledger has the result as it was sent */
static void
test_note (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "first=17", NULL, 0);
  g_autofree char *record = simulated_measure (self);
  g_auto (GStrv) columns = g_strsplit (record, ",", -1);
  g_autoptr (JsonObject) note = get_note (self, 0);
  JsonArray *values = json_object_get_array_member (note, "values");

  g_assert_cmpstr (json_object_get_string_member (note, "event"), ==, "result");
  g_assert_cmpint (json_object_get_int_member (note, "result"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (note, "number"), ==, 17);
  g_assert_cmpstr (json_array_get_string_element (values, 0), ==, columns[4]);
  g_assert_cmpstr (json_array_get_string_element (values, 1), ==, columns[5]);
  g_assert_true (g_str_has_suffix (json_object_get_string_member (note, "text"), ",\\r\\n"));
}

/* what the gaps' notes say is what the numbers say */
static void
test_gaps (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "cameras=2", "gap=20,cut=10", 1000);
  guint64 next = 0;
  guint gaps = 0;

  for (guint64 remaining = 1000; remaining > 0; remaining--)
    leat_simulated_machine_measure (self->machine, remaining, 0);
  for (guint i = 0; i < self->notes->len; i++)
    {
      g_autoptr (JsonObject) note = get_note (self, i);
      gboolean is_gap = g_str_equal (json_object_get_string_member (note, "event"), "gap");

      if (is_gap)
        {
          g_assert_cmpint (json_object_get_int_member (note, "first"), ==, next);
          next += (guint64) json_object_get_int_member (note, "count");
          gaps++;
          continue;
        }
      g_assert_cmpint (json_object_get_int_member (note, "number"), ==, next);
      if (json_object_get_int_member (note, "camera") == 2)
        next++;
    }
  g_assert_cmpuint (gaps, >, 5);
  g_assert_cmpuint (gaps, <=, 20);
}

/* faults of results change no result that they do not strike, and commands none at all */
static void
test_independent (void)
{
  g_autoptr (Simulated) plain = simulated_new ("pv200", "", NULL, 0);
  g_autoptr (Simulated) noisy = simulated_new ("pv200", "", "noise=0.5", 0);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *one = simulated_measure (plain);
      g_autofree char *two = simulated_measure (noisy);

      leat_simulated_machine_hear (noisy->machine, (const guint8 *) "%S\r", 3);
      g_assert_true (g_str_has_suffix (two, one));
    }
}

/* noise ends as a result does, and nowhere before */
static void
test_noise (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "", "noise=1.0", 0);

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *said = simulated_measure (self);
      g_auto (GStrv) lines = g_strsplit (said, "\r\n", -1);

      g_assert_cmpuint (g_strv_length (lines), ==, 3);
      g_assert_null (strpbrk (lines[0], "\r\n"));
      g_assert_cmpuint ((guint8) lines[0][0], >=, 0x80);
    }
}

/* it begins anew, and knows which life it is in */
static void
test_power (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "program=3", "power-cycle@2", 3);
  g_autofree char *first = simulated_measure (self);
  g_autofree char *half = NULL;
  g_autofree char *again = NULL;

  g_assert_nonnull (strstr (first, ", 0, 1,"));
  g_assert_cmpint (leat_simulated_machine_measure (self->machine, 2, 0), ==, LEAT_SIMULATED_POWER);
  half = simulated_take (self);
  g_assert_null (strchr (half, '\n'));
  self->machine->program = 5;
  leat_simulated_machine_power (self->machine);
  again = simulated_measure (self);
  g_assert_nonnull (strstr (again, ", 0, 1,"));
  g_assert_cmpuint (self->machine->life, ==, 1);
  g_assert_cmpuint (self->machine->program, ==, 3);
}

typedef struct {
  const char *name;
  const char *faults;
  const char *says;
} AnswerCase;

static const AnswerCase answer_cases[] = {
  { "true", NULL, "OK\r\n" },
  { "double", "double@1", "OK\r\nOK\r\n" },
  { "mute", "mute@1", "" },
  { "wrong", "wrong@1", "%U\r\n" },
  { "another", "wrong@2", "OK\r\n" },
  { "as-many-times", "mute=1", "" },
};

static void
test_answer (gconstpointer data)
{
  const AnswerCase *test = data;
  g_autoptr (Simulated)
      self = simulated_new ("pv200", "trigger-command=T trigger-answer=OK mode=setup", test->faults,
                            1);
  g_autofree char *answer = simulated_ask (self, "T\r");
  g_autofree char *later = simulated_ask (self, "T\n");

  g_assert_cmpstr (answer, ==, test->says);
  if (g_strcmp0 (test->faults, "wrong@2") != 0)
    g_assert_cmpstr (later, ==, "OK\r\n");
  else
    g_assert_cmpstr (later, ==, "%U\r\n");
}

/* what ends a command: CR, LF, CR LF, NUL, STX to ETX; in any pieces */
static void
test_ends (void)
{
  g_autoptr (Simulated)
      self = simulated_new ("pv200", "trigger-command=T trigger-answer=OK mode=setup", NULL, 0);
  static const char bytes[] = "T\rT\nT\r\nT\0\x02T\x03xx\x02T\r\r\n";

  for (gsize i = 0; i < sizeof bytes - 1; i++)
    leat_simulated_machine_hear (self->machine, (const guint8 *) bytes + i, 1);
  g_assert_cmpstr (self->said->str, ==, "OK\r\nOK\r\nOK\r\nOK\r\nOK\r\nOK\r\n");
}

/* a command without an end takes no more room than it may */
static void
test_endless (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "trigger-command=T", NULL, 0);
  g_autofree guint8 *bytes = g_malloc (100000);

  memset (bytes, 'x', 100000);
  g_assert_cmpuint (leat_simulated_machine_hear (self->machine, bytes, 100000), ==, 0);
  g_assert_cmpuint (leat_simulated_machine_hear (self->machine, (const guint8 *) "\rT\r", 3), ==,
                    1);
}

typedef struct {
  gint64      thousandths;
  guint       decimals;
  const char *text;
} DecimalCase;

static const DecimalCase decimal_cases[] = {
  { 1523, 3, "1.523" }, { 1500, 3, "1.500" }, { 5, 3, "0.005" }, { -5, 3, "-0.005" },
  { -1523, 1, "-1.5" }, { 1999, 0, "1" }, { 0, 2, "0.00" },
};

static void
test_decimal (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decimal_cases); i++)
    {
      const DecimalCase *test = &decimal_cases[i];
      g_autoptr (GString) text = g_string_new (NULL);

      leat_simulated_append_decimal (text, test->thousandths, test->decimals);
      g_assert_cmpstr (text->str, ==, test->text);
    }
}

/* programs have values of their own */
static void
test_values_of (void)
{
  g_autoptr (Simulated) self = simulated_new ("pv200", "values=1 values-of=3:4;5:0", NULL, 0);
  static const guint programs[] = { 0, 3, 5 }, columns_of[] = { 6, 9, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_auto (GStrv) columns = NULL;
      g_autofree char *record = NULL;

      self->machine->program = programs[i];
      record = simulated_measure (self);
      columns = g_strsplit (record, ",", -1);
      g_assert_cmpuint (g_strv_length (columns), ==, columns_of[i]);
    }
}

/* no part of a code of one form is one, nor is any other text */
static void
test_fixed_codes (void)
{
  g_autoptr (Simulated)
      self = simulated_new ("dataman", "bad-parts=0 codes=fixed", "cut=100,noise=100", 100);

  for (guint64 remaining = 100; remaining > 0; remaining--)
    {
      g_auto (GStrv) lines = NULL;
      g_autofree char *said = NULL;

      leat_simulated_machine_measure (self->machine, remaining, 0);
      said = simulated_take (self);
      lines = g_strsplit (said, "\r\n", -1);
      g_assert_cmpuint (g_strv_length (lines), ==, 3);
      g_assert_cmpint (lines[0][0] & 0x80, !=, 0);
      g_assert_cmpuint (strlen (lines[1]), <, strlen ("LOT000017"));
    }
}

/* what is left of a result is never all of it, though its OK is torn, too */
static void
test_torn_answer (void)
{
  g_autoptr (Simulated) self = simulated_new ("omron", "", "hangup=1.0", 0);

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *said = simulated_ask (self, "MEASURE\r");

      g_assert_cmpuint (strlen (said), >, 0);
      g_assert_null (strchr (said, '\r'));
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = { "values-of=x", NULL };
  const LeatSimulatedFamily *family = leat_simulated_family_find ("pv200", NULL);
  LeatSimulatedWishes wishes = { .settings = texts };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_null (leat_simulated_machine_new (family, &wishes, simulated_on_say, NULL, &error));
  g_assert_cmpstr (error->message, ==, "--set values-of=x: programs and their values: 1:3;2:5");

  wishes = (LeatSimulatedWishes) { .plan = { .probability[LEAT_SIMULATED_CODE_PAGE] = 1 } };
  g_assert_null (leat_simulated_machine_new (family, &wishes, simulated_on_say, NULL, &second));
  g_assert_cmpstr (second->message, ==,
                   "--faults: code-page: pv200 has no such fault, or nobody could tell it from a "
                   "result");
}

static void
test_refused_codes (void)
{
  static const char *const fixed[] = { "codes=fixed", NULL };
  const LeatSimulatedFamily *family = leat_simulated_family_find ("keyence-sr", NULL);
  LeatSimulatedWishes wishes = { .plan = { .probability[LEAT_SIMULATED_NOISE] = 1 } };

  g_assert_null (leat_simulated_machine_new (family, &wishes, simulated_on_say, NULL, NULL));
  wishes = (LeatSimulatedWishes) { .settings = fixed,
                                   .plan = { .probability[LEAT_SIMULATED_CODE_PAGE] = 1 } };
  g_assert_null (leat_simulated_machine_new (family, &wishes, simulated_on_say, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulate/machine/note", test_note);
  g_test_add_func ("/simulate/machine/gaps", test_gaps);
  g_test_add_func ("/simulate/machine/independent", test_independent);
  g_test_add_func ("/simulate/machine/noise", test_noise);
  g_test_add_func ("/simulate/machine/power", test_power);
  g_test_add_func ("/simulate/machine/ends", test_ends);
  g_test_add_func ("/simulate/machine/endless", test_endless);
  g_test_add_func ("/simulate/machine/decimal", test_decimal);
  g_test_add_func ("/simulate/machine/values-of", test_values_of);
  g_test_add_func ("/simulate/machine/fixed-codes", test_fixed_codes);
  g_test_add_func ("/simulate/machine/torn-answer", test_torn_answer);
  g_test_add_func ("/simulate/machine/refused", test_refused);
  g_test_add_func ("/simulate/machine/refused-codes", test_refused_codes);
  for (gsize i = 0; i < G_N_ELEMENTS (answer_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulate/machine/answer/%s", answer_cases[i].name);

      g_test_add_data_func (path, &answer_cases[i], test_answer);
    }
  return g_test_run ();
}
