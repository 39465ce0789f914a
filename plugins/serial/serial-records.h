/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-records.h - a change of a modem line as a record, and as a sentence */
#pragma once
#include "serial-watch.h"
G_BEGIN_DECLS

extern const LeatRecordTable serial_line_table;

void  serial_records_append (LeatBatch *batch, const LeatOrigin *origin, LeatMoment moment,
                             SerialWatched line, const SerialChange *change);
/* (transfer full) */
char *serial_records_tell   (SerialWatched line, const SerialChange *change);

G_END_DECLS
