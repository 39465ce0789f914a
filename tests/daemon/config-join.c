/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-join.c - tests that a junction is told what it will be given, and that it may refuse that
 */
#include "configs.h"

#define MACHINE(name, schema) \
  "[source " name "]\nplugin=serial\ndevice=/dev/" name "\nframer=fixture-line\n" schema
#define JUNCTION(name, from, most) \
  "[source " name "]\nplugin=fixture-junction\nfrom=" from "\nmost-inputs=" most "\n"
#define ASSEMBLY(keys) "[source part]\nplugin=assembly\nfrom=c*\n" keys
#define VISION(name, programs) \
  "[source " name "]\nplugin=pv200\ndevice=/dev/" name "\nprogram-schema=" programs "\n"
#define CAMERAS MACHINE ("c0", "schema=pv200\n") MACHINE ("c1", "schema=pv200\n")
#define SINK "[sink k]\nplugin=fixture-picky\n"

static const struct {
  const char *path;
  const char *text;
  const char *faults;
} cases[] = {
  { "/join/schema", MACHINE ("c0", "schema=pv200\n") MACHINE ("c1", "") JUNCTION ("j", "c0", "0"),
    "" },
  { "/join/refused", CAMERAS JUNCTION ("j", "c*", "1"),
    "f:13: [source j] from: 2 sources, the last is c1 of pv200\n" },
  { "/join/text", MACHINE ("c0", "schema=pv200\n") MACHINE ("c1", "") JUNCTION ("j", "c*", "1"),
    "f:12: [source j] from: 2 sources, the last is c1 of text\n" },
  /* one that stands before those that feed it */
  { "/join/line", JUNCTION ("l", "j;c0", "1") JUNCTION ("j", "c0", "1")
    MACHINE ("c0", "schema=pv200\n"),
    "f:3: [source l] from: 2 sources, the last is c0 of pv200\n" },
  { "/join/junction", MACHINE ("c0", "schema=pv200\n") JUNCTION ("j", "c0", "1")
    JUNCTION ("l", "j;c0", "1"),
    "f:12: [source l] from: 2 sources, the last is j of joined\n" },
  { "/join/several-kinds", "[source h]\nplugin=health\n" JUNCTION ("j", "h;i", "1")
    "[source i]\nplugin=health\n",
    "f:5: [source j] from: 2 sources, the last is i of several kinds\n" },

  { "/join/assembly", CAMERAS ASSEMBLY (""), "" },
  { "/join/assembly-key", CAMERAS ASSEMBLY ("key=c1:number\n"),
    "f:14: [source part] key: c1: its schema pv200 has no field number\n" },
  { "/join/assembly-program", CAMERAS VISION ("c2", "2:pv200") ASSEMBLY (""), "" },
  { "/join/assembly-program-no-key", CAMERAS VISION ("c2", "2:radwag") ASSEMBLY (""),
    "f:17: [source part] from: c2: its schema radwag has no field num, as pv200 has: its records "
    "would never meet others\n" },
  { "/join/assembly-program-key", CAMERAS VISION ("c2", "2:pv200\nschema=radwag") ASSEMBLY (""),
    "f:18: [source part] from: c2: its schema radwag has no field num, as pv200 has: its records "
    "would never meet others\n" },
  { "/join/assembly-program-type",
    CAMERAS VISION ("c2", "2:sbs\nschema=nmea-gnss") ASSEMBLY ("match=order\n"),
    "f:16: [source part]: fields: c2.altitude is of type decimal, and of type int in its schema "
    "sbs: its values there would be missing; make them one, or leave it out\n" },
  { "/join/assembly-program-field",
    CAMERAS VISION ("c2", "2:sbs\nschema=nmea-gnss")
    ASSEMBLY ("match=order\nfields=seq;c2.latitude\n"), "" },
  { "/join/assembly-no-key", CAMERAS MACHINE ("c2", "") ASSEMBLY (""),
    "f:17: [source part] from: c2: its schema text has no field with role=part or role=counter; "
    "key=c2:FIELD names one\n" },
  { "/join/assembly-options", CAMERAS ASSEMBLY ("match=latest\nwindow=1s\n"),
    "f:11: [source part]: stamp: is missing; with match=latest it names the source whose last "
    "record goes with all that follow it\n"
    "f:15: [source part] window: is for match=window; skew= says how far apart partners may be\n" },
};

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autofree char *text = g_strconcat (cases[i].text, SINK, NULL);
  g_autoptr (LeatdConfig) config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpint (config != NULL, ==, *cases[i].faults == '\0');
  g_assert_cmpstr (told, ==, cases[i].faults);
}

/* what sinks, templates and other junctions know of it */
static void
test_schema (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig)
      config = test_config (CAMERAS ASSEMBLY ("fields=seq;w=c0.measure_1\n") SINK, faults);
  const LeatdSourceConfig *part = leatd_config_get_sources (config)->pdata[2];

  g_assert_cmpuint (leat_schema_get_n_fields (part->schema), ==, 2);
  g_assert_cmpstr (leat_schema_get_field (part->schema, 1)->name, ==, "w");
  g_assert_cmpstr (leat_schema_get_field (part->schema, 1)->unit, ==, "mm");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_case);
  g_test_add_func ("/join/made", test_schema);
  return g_test_run ();
}
