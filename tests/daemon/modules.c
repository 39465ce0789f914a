/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modules.c - tests what is told of modules: whose they are, and which are left out */
#include "leatd-modules.h"
#include "configs.h"
#include "heard.h"
#include "plugin/leatd-guard.h"

/* those of somebody else, with what they say of themselves; none of Leat's own */
static void
test_third_parties (void)
{
  leatd_tell_third_parties (test_registry ());
  g_assert_cmpuint (heard_count ("fixture-picky.so third-party: */fixture-picky.so: third-party "
                                 "module fixture-picky 1.0, from Example Machines, license "
                                 "LGPL-2.1-or-later, built for ABI 1.*"),
                    ==, 1);
  g_assert_cmpuint (heard_count ("fixture-sink.so third-party: */fixture-sink.so: third-party "
                                 "module fixture-sink 1.0, from an origin that it does not name, "
                                 "license *"),
                    ==, 1);
  g_assert_cmpuint (heard_count ("leat-*"), ==, 0);
}

static void
test_faults (void)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  leat_faults_add (faults, "/p/odd.so", 0, NULL, NULL, "is odd");
  leatd_tell_module_faults (faults);
  g_assert_cmpuint (heard_count ("odd.so module: /p/odd.so: is odd"), ==, 1);
}

static void
test_who (void)
{
  const LeatdModule *module = NULL;
  LeatdGuard guard = { .instance = "camera0" };
  g_autofree char *nobody = NULL, *name = NULL;

  leatd_registry_find_sink (test_registry (), "fixture-picky", &module);
  guard.module = module->path;
  g_assert_null (leatd_name_who (&nobody));
  leatd_guard_enter (&guard);
  g_assert_cmpstr (leatd_name_who (&name), ==, "camera0");
  leatd_guard_leave (&guard);
  g_assert_null (nobody);
  g_assert_cmpstr (name, ==, "the third-party module fixture-picky.so");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modules/third-parties", test_third_parties);
  g_test_add_func ("/modules/faults", test_faults);
  g_test_add_func ("/modules/who", test_who);
  return g_test_run ();
}
