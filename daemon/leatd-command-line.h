/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-command-line.h - what leatd was asked for */
#pragma once
#include "leatd-app.h"
G_BEGIN_DECLS

/**
 * LeatdCommandLine:
 * @config: the key file
 * @check: judge the key file and end
 * @plugin_path: where modules are looked for first; %NULL: nowhere
 * @schema_path: where schemas are looked for behind schema-path=; %NULL: nowhere
 * @log_level: %NULL: as the key file says
 * @balance: file that takes all counters at the end; %NULL: none
 * @keep_links: --keep-links: the service manager keeps links open over a restart
 * @exit_when_done: --once: end when every source has come to its end
 * @bus: to be controlled by: "system", "session", "none", or an address
 */
typedef struct {
  char     *config;
  gboolean  check;
  char    **plugin_path;
  char    **schema_path;
  char     *log_level;
  char     *balance;
  gboolean  keep_links;
  gboolean  exit_when_done;
  char     *bus;
} LeatdCommandLine;

/* FALSE: it is over, with @code: a fault, which was told on stderr, or --version */
gboolean leatd_command_line_parse (LeatdCommandLine *self, int argc, char **argv, LeatdExit *code);
void     leatd_command_line_clear (LeatdCommandLine *self);

G_END_DECLS
