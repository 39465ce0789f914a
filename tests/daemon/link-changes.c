/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-changes.c - tests that a link is told which of its options have changed, and of no others */
#include "config/leatd-config-diff.h"
#include "configs.h"
#include "link/leatd-link-changes.h"

#define HALL(options) \
  "[framer cr]\ntype=delimiter\ndelimiter=\\r\n" \
  "[source hall]\nplugin=tcp\ndevice=listen://127.0.0.1:9000\nframer=cr\n" options

/* what changed() was called with */
static GString *told;

static void
on_changed (LeatLink *self, const char *key)
{
  g_string_append_printf (told, "%s ", key);
}

/**
 * Fixture:
 * @link: of the first of @configs
 * @configs: one after the other
 * @klass: the link's own, but for changed()
 */
typedef struct {
  LeatLink *link;
  LeatdConfig *configs[3];
  LeatLinkClass klass;
  LeatdLinkChanges changes;
} Fixture;

static const LeatdSourceConfig *
get_source (const Fixture *self, guint which)
{
  return g_ptr_array_index (leatd_config_get_sources (self->configs[which]), 0);
}

static void
fixture_init (Fixture *self, const char *first, const char *second, const char *third)
{
  const char *const texts[] = { first, second, third };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LeatFaults) faults = leat_faults_new ();

      self->configs[i] = test_config (texts[i], faults);
      g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
    }
  self->link = leatd_config_new_link (get_source (self, 0), NULL, NULL);
  self->klass = *self->link->klass;
  self->klass.changed = on_changed;
  self->link->klass = &self->klass;
  told = g_string_new (NULL);
}

static void
fixture_clear (Fixture *self)
{
  leatd_link_changes_clear (&self->changes);
  leat_link_instance_free (self->link);
  for (guint i = 0; i < G_N_ELEMENTS (self->configs); i++)
    leatd_config_unref (self->configs[i]);
  g_string_free (told, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gpointer
get_member (Fixture *self, const char *key)
{
  return G_STRUCT_MEMBER_P (self->link, leat_options_find (self->klass.options, key)->offset);
}

/* in its thread, and not before; once */
static void
test_told (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, HALL ("max-clients=7\n"), HALL ("max-clients=8\nallow=10.0.0.7\n"),
                HALL (""));
  leatd_link_changes_add (&fixture.changes, get_source (&fixture, 0), get_source (&fixture, 1));
  g_assert_cmpint (*(gint64 *) get_member (&fixture, "max-clients"), ==, 7);
  leatd_link_changes_tell (&fixture.changes, fixture.link);
  leatd_link_changes_tell (&fixture.changes, fixture.link);
  g_assert_cmpstr (told->str, ==, "max-clients allow ");
  g_assert_cmpint (*(gint64 *) get_member (&fixture, "max-clients"), ==, 8);
  g_assert_cmpstr (**(char ***) get_member (&fixture, "allow"), ==, "10.0.0.7");
}

/* one change behind another: it is told what holds now */
static void
test_twice (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, HALL (""), HALL ("max-clients=8\n"), HALL ("max-clients=9\n"));
  leatd_link_changes_add (&fixture.changes, get_source (&fixture, 0), get_source (&fixture, 1));
  leatd_link_changes_add (&fixture.changes, get_source (&fixture, 1), get_source (&fixture, 2));
  leatd_link_changes_tell (&fixture.changes, fixture.link);
  g_assert_cmpstr (told->str, ==, "max-clients ");
  g_assert_cmpint (*(gint64 *) get_member (&fixture, "max-clients"), ==, 9);
}

/* its preset again; a list is none */
static void
test_left_out (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, HALL ("max-clients=7\nallow=10.0.0.7\n"), HALL (""), HALL (""));
  leatd_link_changes_add (&fixture.changes, get_source (&fixture, 0), get_source (&fixture, 1));
  leatd_link_changes_tell (&fixture.changes, fixture.link);
  g_assert_cmpint (*(gint64 *) get_member (&fixture, "max-clients"), ==, 100);
  g_assert_null (*(char ***) get_member (&fixture, "allow"));
}

/* a class that was built without it: its members change all the same */
static void
test_no_changed (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture, HALL (""), HALL ("max-clients=8\n"), HALL (""));
  fixture.klass.struct_size = G_STRUCT_OFFSET (LeatLinkClass, changed);
  leatd_link_changes_add (&fixture.changes, get_source (&fixture, 0), get_source (&fixture, 1));
  leatd_link_changes_tell (&fixture.changes, fixture.link);
  g_assert_cmpstr (told->str, ==, "");
  g_assert_cmpint (*(gint64 *) get_member (&fixture, "max-clients"), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-changes/told", test_told);
  g_test_add_func ("/link-changes/twice", test_twice);
  g_test_add_func ("/link-changes/left-out", test_left_out);
  g_test_add_func ("/link-changes/no-changed", test_no_changed);
  return g_test_run ();
}
