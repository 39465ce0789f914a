/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-options.h - how a child is started and ended: what sources and sinks ask for alike */
#pragma once
#include "exec-child.h"
#include "exec-command.h"
G_BEGIN_DECLS

/**
 * ExecOptions:
 * @environment: (nullable): NAME=value
 * @directory: in which it is started
 * @term_after: µs from the end of its input to SIGTERM
 * @kill_after: µs from there to SIGKILL
 *
 * A member of who has a child.
 */
typedef struct {
  char **environment;
  char  *directory;
  gint64 term_after;
  gint64 kill_after;
} ExecOptions;

/* of a table; @member: an ExecOptions */
#define EXEC_OPTIONS(Type, member, NAME)                                                          \
  LEAT_OPTION_LIST (Type, member.environment, .key = "environment",                               \
                    .summary = "What the child's environment has beside PATH, LANG, HOME, TZ and "\
                               NAME ": NAME=value;NAME=value."),                                  \
  LEAT_OPTION_STRING (Type, member.directory, .key = "directory", .flags = LEAT_OPTION_PATH,      \
                      .preset = "/", .summary = "Folder in which the child is started."),         \
  LEAT_OPTION_DURATION (Type, member.term_after, .key = "term-after", .preset = "500ms",          \
                        .minimum = 0, .maximum = 6e7,                                             \
                        .summary = "Time that the child has to end by itself when it is to stop, "\
                                   "and its standard input is at its end; then its process group "\
                                   "gets SIGTERM."),                                              \
  LEAT_OPTION_DURATION (Type, member.kill_after, .key = "kill-after", .preset = "3s",             \
                        .minimum = 1e4, .maximum = 6e7,                                           \
                        .summary = "Time that the child and its process group have to end after " \
                                   "SIGTERM; then they are killed. Who has left the group by "    \
                                   "setsid() is not found: the service manager ends it with "     \
                                   "leatd.")

gboolean exec_options_check (const ExecOptions *self, GError **error);
/* @command: as exec_command_parse() takes it; @variable: is given @name (nullable) */
gboolean exec_options_spawn (const ExecOptions *self, ExecChild *child, const char *command,
                             const char *variable, const char *name, GError **error);

G_END_DECLS
