/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-tap-filter.h - which records somebody wants to see */
#pragma once
#include "leat-batch.h"
G_BEGIN_DECLS

/**
 * LeatdTapFilter:
 *
 * Conditions that a record must meet, all of them, with `;` between: `measure_1>1.9;machine=2`.
 *
 * * `FIELD=VALUE`, `!=`, `<`, `<=`, `>`, `>=`: a number is compared as one, if VALUE is one; all
 *   else as text, as the record's JSON has it without quotes. A field without a value meets `!=`
 *   alone.
 * * `FIELD~GLOB`: text, where `*` and `?` stand for others
 * * `FIELD`: it has a value; `!FIELD`: it has none
 *
 * FIELD.quality stands for the word of its quality: `measure_1.quality!=good`. VALUE and GLOB may
 * have the escapes of a key file; blanks around the parts do not count.
 */
typedef struct _LeatdTapFilter LeatdTapFilter;

LeatdTapFilter *leatd_tap_filter_new          (const char *text, GError **error);
void            leatd_tap_filter_free         (LeatdTapFilter *self);
/* the source's thread */
gboolean        leatd_tap_filter_matches      (LeatdTapFilter *self, const LeatRecord *record);
/* (transfer none) (nullable): the first field that records of this schema have not */
const char     *leatd_tap_filter_find_foreign (const LeatdTapFilter *self,
                                               const LeatSchema *schema);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdTapFilter, leatd_tap_filter_free)
G_END_DECLS
