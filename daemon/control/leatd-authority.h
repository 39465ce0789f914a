/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-authority.h - who may call what */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _LeatdAuthority LeatdAuthority;

/* @polkit: whether polkit decides for who is neither root nor the daemon's own user: it knows the
 * callers of the system bus, and no other's */
LeatdAuthority *leatd_authority_new   (gboolean polkit);
void            leatd_authority_free  (LeatdAuthority *self);
/* from here on every method of it is judged before it runs */
void            leatd_authority_guard (LeatdAuthority *self, GDBusInterfaceSkeleton *skeleton);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdAuthority, leatd_authority_free)
G_END_DECLS
