/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-command.h - the command that device= names, and what its child knows of the world */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* (transfer full) (nullable): the words of exec:COMMAND */
char **exec_command_parse   (const char *device, GError **error);
/* (transfer full) (nullable): NAME=value, of which @wanted (nullable) are the user's */
char **exec_environment_new (const char *const *wanted, const char *source, GError **error);

G_END_DECLS
