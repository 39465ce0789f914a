/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* good-modules.h - a folder of sound modules, to see that the rest runs */
#pragma once
#include "plugin/leatd-registry.h"
#include "scratch.h"
G_BEGIN_DECLS

#define TRY_AGAIN "; replace or touch the file to have it tried again"

static const char *const good[] = { "fixture-file.so", "fixture-framer.so", "fixture-junction.so",
                                    "fixture-sink.so", "fixture-source.so" };

static inline void
put_good (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_free (scratch_copy_module (folder, "LEAT_FIXTURES", good[i], good[i]));
}

static inline LeatdRegistry *
load (const char *folder, const char *state_dir, LeatFaults *faults)
{
  const char *const folders[] = { folder, NULL };

  return leatd_registry_new (folders, state_dir, faults);
}

static inline void
assert_good_is_there (LeatdRegistry *registry)
{
  const LeatdModule *module = NULL;

  g_assert_cmpuint (leatd_registry_get_modules (registry)->len, ==, G_N_ELEMENTS (good));
  g_assert_nonnull (leatd_registry_find_source (registry, "fixture-runner", &module));
  g_assert_cmpstr (module->plugin->name, ==, "fixture-source");
  g_assert_nonnull (leatd_registry_find_source (registry, "fixture-junction", NULL));
  g_assert_nonnull (leatd_registry_find_link (registry, "fixture", &module));
  g_assert_cmpstr (module->plugin->name, ==, "fixture-file");
  g_assert_nonnull (leatd_registry_find_framer (registry, "fixture-line", NULL));
  g_assert_nonnull (leatd_registry_find_sink (registry, "fixture-sink", NULL));
}

static inline void
assert_fault (const LeatFaults *faults, guint index, const char *file, const char *text)
{
  const LeatFault *fault;

  g_assert_cmpuint (leat_faults_get_n (faults), >, index);
  fault = leat_faults_get (faults, index);
  g_assert_cmpstr (fault->file, ==, file);
  g_assert_cmpstr (fault->text, ==, text);
  g_assert_cmpuint (fault->line, ==, 0);
}

G_END_DECLS
