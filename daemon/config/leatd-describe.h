/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-describe.h - what may stand in a key file, from the option tables of host and classes */
#pragma once
#include "plugin/leatd-registry.h"
G_BEGIN_DECLS

/**
 * LeatdDescribeForm:
 * @LEATD_DESCRIBE_TEXT: for a terminal; without a name only a list
 * @LEATD_DESCRIBE_JSON: for programs
 * @LEATD_DESCRIBE_MARKDOWN: for a manual
 */
typedef enum {
  LEATD_DESCRIBE_TEXT,
  LEATD_DESCRIBE_JSON,
  LEATD_DESCRIBE_MARKDOWN,
} LeatdDescribeForm;

/* @name: of a class, a scheme, a module, "daemon", "source", "sink", "framer" for the host's own
 * keys, or "schema" for those of a schema file; NULL: all. NULL is returned with LEAT_ERROR_CONFIG
 * if there is none of the name. */
char *leatd_describe (LeatdRegistry *registry, const char *name, LeatdDescribeForm form,
                      GError **error);

G_END_DECLS
