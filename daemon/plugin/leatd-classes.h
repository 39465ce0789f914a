/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-classes.h - the classes that modules bring, by name; none is brought twice, none clashes */
#pragma once
#include "leatd-module.h"
G_BEGIN_DECLS

typedef enum {
  LEATD_KIND_SOURCE,
  LEATD_KIND_LINK,     /* known by each of its schemes */
  LEATD_KIND_FRAMER,
  LEATD_KIND_SINK,
} LeatdKind;

typedef struct _LeatdClasses LeatdClasses;

LeatdClasses *leatd_classes_new  (void);
void          leatd_classes_free (LeatdClasses *self);
/* all that the module brings, or nothing: LEAT_ERROR_PLUGIN says with whom it clashes */
gboolean      leatd_classes_add  (LeatdClasses *self, const LeatdModule *module, GError **error);
/* @module (optional): who brings it */
gconstpointer leatd_classes_find (LeatdClasses *self, LeatdKind kind, const char *name,
                                  const LeatdModule **module);

/* "source serial", "link tcp", …: what the module brings; (transfer full) */
char        **leatd_classes_list (LeatdClasses *self, const LeatdModule *module);
/* "source serial" */
char         *leatd_class_name   (LeatdKind kind, const char *name);

/* the keys that are the host's own in [source NAME], [sink NAME], [framer NAME], and no plugin's;
 * ends with NULL. For links they are the source's. */
const char *const *leatd_reserved_keys (LeatdKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdClasses, leatd_classes_free)
G_END_DECLS
