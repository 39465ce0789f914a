/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-wait.h - a thread that may block waits for a descriptor that somebody else's library has */
#pragma once
#include "leat-error.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

gboolean leat_wait (int fd, GIOCondition condition, gint64 deadline, GCancellable *cancellable,
                    GError **error);

#pragma GCC visibility pop
G_END_DECLS
