/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-app.h - the life of the daemon: command line, signals, exit codes */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdExit:
 * @LEATD_EXIT_OK: stopped, and everything got out
 * @LEATD_EXIT_CONFIG: the key file has faults
 * @LEATD_EXIT_USAGE: the command line is wrong
 * @LEATD_EXIT_FAILED: could not start: state directory, no plugin at all
 * @LEATD_EXIT_LEFT: stopped, but records were left behind in a queue that no disk keeps; or ended
 *   at once by a second signal, when that is not known
 * @LEATD_EXIT_STUCK: stopped without a plugin that did not return
 */
typedef enum {
  LEATD_EXIT_OK     = 0,
  LEATD_EXIT_CONFIG = 1,
  LEATD_EXIT_USAGE  = 2,
  LEATD_EXIT_FAILED = 3,
  LEATD_EXIT_LEFT   = 4,
  LEATD_EXIT_STUCK  = 5,
} LeatdExit;

int leatd_app_run (int argc, char **argv);

G_END_DECLS
