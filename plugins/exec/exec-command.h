/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-command.h - the command that device= names, and what its child knows of the world */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* what has the name of whose child it is */
#define EXEC_SOURCE "LEAT_SOURCE"
#define EXEC_SINK   "LEAT_SINK"

/* (transfer full) (nullable): the words of exec:COMMAND */
char **exec_command_parse   (const char *device, GError **error);
/* (transfer full) (nullable): NAME=value, of which @wanted (nullable) are the user's */
char **exec_environment_new (const char *const *wanted, const char *variable, const char *name,
                             GError **error);

G_END_DECLS
