/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-plan.c - tests options that are wrong, each with what it is told, and keys */
#include "assembly-inputs.h"

typedef struct {
  const char *path;
  AssemblyOptions options;
  const char *keys;
  const char *stamps;
  guint first; /* of the inputs */
  guint n_inputs;
  const char *faults;
} Case;

#define KEY .options = { .match = ASSEMBLY_MATCH_KEY }
#define LATEST .options = { .match = ASSEMBLY_MATCH_LATEST }

static const Case cases[] = {
  { "/plan/key", KEY, NULL, NULL, 0, 3, "" },
  { "/plan/key-of-one", KEY, "scanner:code", NULL, 0, 2, "" },
  { "/plan/key-of-all", KEY, "num;scanner:code", NULL, 0, 3, "" },
  { "/plan/window-missing", { .match = ASSEMBLY_MATCH_WINDOW, .timeout = 9 }, NULL, NULL, 0, 2,
    "window: is missing; match=window needs to know how near partners are" },
  { "/plan/window-of-key", { .window = 5 }, NULL, NULL, 0, 2,
    "window: is for match=window; skew= says how far apart partners may be" },
  { "/plan/window-and-skew",
    { .match = ASSEMBLY_MATCH_WINDOW, .window = 5, .skew = 5, .timeout = 9 }, NULL, NULL, 0, 2,
    "skew: with match=window it is window= that says how far apart they may be" },
  { "/plan/window-longer-than-timeout",
    { .match = ASSEMBLY_MATCH_WINDOW, .window = 5, .timeout = 4 }, NULL, NULL, 0, 2,
    "timeout: is shorter than window=: no partner could come so late" },
  { "/plan/key-of-order", { .match = ASSEMBLY_MATCH_ORDER }, "num", NULL, 0, 2,
    "key: is for match=key" },
  { "/plan/stamp-missing", LATEST, NULL, NULL, 0, 2,
    "stamp: is missing; with match=latest it names the source whose last record goes with all "
    "that follow it" },
  { "/plan/stamp-of-key", KEY, NULL, "scanner", 0, 2, "stamp: is for match=latest" },
  { "/plan/stamp-unknown", LATEST, NULL, "scaner", 0, 2, "stamp: from= has no source scaner" },
  { "/plan/stamp-all", LATEST, NULL, "scanner;camera-0", 0, 2,
    "stamp: names every source of from=: nothing is left to be stamped" },
  { "/plan/one-source", KEY, NULL, NULL, 1, 1,
    "from: one source has no partner: a part is made of the records of two sources or more" },
  { "/plan/no-source", KEY, NULL, NULL, 0, 0,
    "from: no source is meant: a part is made of the records of two sources or more" },
  { "/plan/no-key", KEY, NULL, NULL, 2, 2,
    "from: 9th: its schema scale has no field with role=part or role=counter; key=9th:FIELD names "
    "one" },
  { "/plan/key-unknown", KEY, "scanner:cod", NULL, 0, 2,
    "key: scanner: its schema scanner has no field cod" },
  { "/plan/key-of-nobody", KEY, "scaner:code", NULL, 0, 2,
    "key: \"scaner:code\": from= has no such source; SOURCE:FIELD is right" },
  { "/plan/key-of-a-type", KEY, "9th:weight", NULL, 2, 2,
    "key: 9th: weight is of type double, which is no key; int, string, time and bool are" },
  { "/plan/no-clock", { .clock = ASSEMBLY_CLOCK_DEVICE }, NULL, NULL, 0, 2,
    "clock: scanner: its schema scanner has no time with role=time" },
  { "/plan/not-alike", { .give = ASSEMBLY_GIVE_RECORDS }, NULL, NULL, 0, 2,
    "give: camera-0 gives records of camera, scanner of scanner; with give=records they have one "
    "schema" },
  { "/plan/two-faults", LATEST, "num", NULL, 0, 2,
    "key: is for match=key\nstamp: is missing; with match=latest it names the source whose last "
    "record goes with all that follow it" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (GStrv) keys = inputs_list (c->keys), stamps = inputs_list (c->stamps);
  AssemblyOptions options = c->options;
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (GError) error = NULL;
  Inputs inputs;

  inputs_init (&inputs);
  options.keys = keys;
  options.stamps = stamps;
  if (assembly_options_check (&options, &error))
    assembly_plan_init (&plan, &options, inputs.inputs + c->first, c->n_inputs, &error);
  g_assert_cmpstr (error != NULL ? error->message : "", ==, c->faults);
  inputs_clear (&inputs);
}

static void
test_rules (void)
{
  const AssemblyOptions options = { .skew = 2, .timeout = 3, .most_waiting = 4 };
  g_auto (AssemblyPlan) plan = { .inputs = NULL }, cameras = { .inputs = NULL };
  LeatInput two[2];
  Inputs inputs;
  guint source;

  inputs_init (&inputs);
  g_assert_true (assembly_plan_init (&plan, &options, inputs.inputs, 2, NULL));
  g_assert_false (plan.rules.counters); /* what is scanned does not begin anew */
  g_assert_cmpint (plan.rules.apart, ==, 2000);
  g_assert_cmpint (plan.rules.timeout, ==, 3000);
  g_assert_cmpuint (plan.rules.most_waiting, ==, 4);
  g_assert_cmpint (plan.key.type, ==, LEAT_TYPE_STRING);
  g_assert_cmpstr (assembly_plan_get (&plan, 0)->key, ==, "num");
  g_assert_true (assembly_plan_find (&plan, "scanner.code", 7, &source));
  g_assert_cmpuint (source, ==, 1);

  two[0] = inputs.inputs[0];
  two[1] = inputs.inputs[2];
  g_assert_true (assembly_plan_init (&cameras, &options, two, 2, NULL));
  g_assert_true (cameras.rules.counters);
  g_assert_cmpint (cameras.key.type, ==, LEAT_TYPE_INT);
  g_assert_cmpint (cameras.key.role, ==, LEAT_ROLE_COUNTER);
  inputs_clear (&inputs);
}

/* a source with a schema for each program: one partner, with the fields of all */
static void
test_programs (void)
{
  static const LeatField deep[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "depth", .type = LEAT_TYPE_DECIMAL, .unit = "mm" },
  };
  const AssemblyOptions options = { .timeout = 3, .most_waiting = 4 };
  g_autoptr (LeatSchema) other = leat_schema_new ("deep", deep, G_N_ELEMENTS (deep));
  g_auto (AssemblyPlan) plan = { .inputs = NULL }, wrong = { .inputs = NULL };
  g_autoptr (AssemblyShape) shape = NULL;
  g_autoptr (GError) error = NULL;
  AssemblyKept *kept;
  LeatInput three[3];
  Inputs inputs;
  guint index;

  inputs_init (&inputs);
  three[0] = inputs.inputs[0];
  three[1] = (LeatInput) { sizeof (LeatInput), "camera-0", other };
  three[2] = inputs.inputs[1];
  g_assert_true (assembly_plan_init (&plan, &options, three, 3, NULL));
  g_assert_cmpuint (plan.inputs->len, ==, 2);
  shape = assembly_shape_new (&plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
      leat_schema_find_field (assembly_shape_get_schema (shape), "camera-0_depth", &index) ||
      leat_schema_find_field (assembly_shape_get_schema (shape), "camera_0_depth", &index));
  kept = inputs_make_record (&three[1], 0, "17", 1);
  g_assert_true (assembly_shape_look (shape, kept));
  g_assert_true (kept->table.key.is_set);
  g_assert_cmpint (kept->table.key.number, ==, 17);
  assembly_kept_free (&kept->table);

  three[1].schema = inputs.scale;
  g_assert_false (assembly_plan_init (&wrong, &options, three, 3, &error));
  g_assert_cmpstr (error->message, ==,
                   "from: camera-0: its schema scale has no field num, as camera has: its records "
                   "would never meet others");
  inputs_clear (&inputs);
}

static const LeatField of_any[] = {
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
};
static const LeatField with_code[] = {
  { .name = "code", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_PART },
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
};
static const LeatField with_width[] = {
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
  { .name = "width", .type = LEAT_TYPE_STRING },
};
static const LeatField in_inches[] = {
  { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
  { .name = "width", .type = LEAT_TYPE_DECIMAL, .unit = "in" },
};
static const LeatField other_num[] = {
  { .name = "num", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_COUNTER },
};

#define FIELDS(fields) fields, G_N_ELEMENTS (fields)

/* what the schemas of two programs of camera_0 may have and not have */
static const struct {
  const LeatField *first; /* NULL: as the camera has them */
  guint n_first;
  const LeatField *second;
  guint n_second;
  const char *fields;
  const char *fault;
} programs[] = {
  { FIELDS (of_any), FIELDS (of_any), NULL, "" },
  { FIELDS (of_any), FIELDS (in_inches), NULL, "" },
  /* a key that the first has not, but the second */
  { FIELDS (of_any), FIELDS (with_code), NULL,
    "from: cam: its schema first has no field code, as second has: its records would never meet "
    "others" },
  { FIELDS (with_code), FIELDS (of_any), NULL,
    "from: cam: its schema second has no field code, as first has: its records would never meet "
    "others" },
  { FIELDS (of_any), FIELDS (other_num), NULL,
    "from: cam: num is of type string in schema second, and of type int in first" },
  /* a field that is not the same in both */
  { FIELDS (in_inches), FIELDS (with_width), NULL,
    "fields: cam.width is of type decimal, and of type string in its schema second: its values "
    "there would be missing; make them one, or leave it out" },
  { FIELDS (in_inches), FIELDS (with_width), "seq;cam.num", "" },
  { NULL, 0, FIELDS (in_inches), "seq;w=cam.width",
    "fields: cam.width has unit mm, and in in its schema second: its values there would be told "
    "as what they are not; make them one, or leave it out" },
};

static void
test_program (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  const AssemblyOptions options = { .timeout = 3, .most_waiting = 4 };
  g_auto (GStrv) fields = inputs_list (programs[i].fields);
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  g_autoptr (LeatSchema) first = NULL, second = NULL;
  g_autoptr (AssemblyShape) shape = NULL;
  g_autoptr (GError) error = NULL;
  LeatInput three[3];
  Inputs inputs;

  inputs_init (&inputs);
  first = programs[i].first != NULL
              ? leat_schema_new ("first", programs[i].first, programs[i].n_first)
              : leat_schema_ref (inputs.camera);
  second = leat_schema_new ("second", programs[i].second, programs[i].n_second);
  three[0] = inputs.inputs[1];
  three[1] = (LeatInput) { sizeof (LeatInput), "cam", first };
  three[2] = (LeatInput) { sizeof (LeatInput), "cam", second };
  if (assembly_plan_init (&plan, &options, three, 3, &error))
    shape = assembly_shape_new (&plan, fields, &error);
  g_assert_cmpstr (error != NULL ? error->message : "", ==, programs[i].fault);
  inputs_clear (&inputs);
}

/* the last of as many sources as there may be has programs, too */
static void
test_most (void)
{
  const AssemblyOptions options = { .timeout = 3, .most_waiting = 4 };
  g_autoptr (LeatSchema) deep = leat_schema_new ("deep", in_inches, G_N_ELEMENTS (in_inches));
  g_auto (AssemblyPlan) plan = { .inputs = NULL };
  LeatInput all[ASSEMBLY_SOURCES_MAX + 1];
  char names[ASSEMBLY_SOURCES_MAX][4];
  Inputs inputs;

  inputs_init (&inputs);
  for (guint i = 0; i < ASSEMBLY_SOURCES_MAX; i++)
    {
      g_snprintf (names[i], sizeof names[i], "c%u", i);
      all[i] = (LeatInput) { sizeof (LeatInput), names[i], inputs.camera };
    }
  all[ASSEMBLY_SOURCES_MAX] = all[ASSEMBLY_SOURCES_MAX - 1];
  all[ASSEMBLY_SOURCES_MAX].schema = deep;
  g_assert_true (assembly_plan_init (&plan, &options, all, G_N_ELEMENTS (all), NULL));
  g_assert_cmpuint (plan.inputs->len, ==, ASSEMBLY_SOURCES_MAX);
  g_assert_cmpuint (assembly_plan_get (&plan, ASSEMBLY_SOURCES_MAX - 1)->schemas->len, ==, 2);
  inputs_clear (&inputs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/plan/rules", test_rules);
  g_test_add_func ("/plan/programs", test_programs);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/plan/program/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_program);
    }
  g_test_add_func ("/plan/most", test_most);
  return g_test_run ();
}
