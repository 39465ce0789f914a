/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-sums.h - checksums that only add, or take turns of exclusive or */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* what is above the checksum's width is not to be looked at; any thread */
typedef guint64 (*LeatSumFunc) (const guint8 *data, gsize length);

guint64 leat_sum_xor8       (const guint8 *data, gsize length);
guint64 leat_sum_bytes      (const guint8 *data, gsize length);
/* what makes the sum of all 0: Modbus over serial line, 2.5.2.2 */
guint64 leat_sum_lrc        (const guint8 *data, gsize length);
/* of words of 16 bits, the lower byte first, a last lone byte as such a one */
guint64 leat_sum_words      (const guint8 *data, gsize length);
/* what makes the sum of all words 0, as the Zodiac chipset has it: zodiac_checksum() in gpsd */
guint64 leat_sum_lrc_words  (const guint8 *data, gsize length);
/* two sums modulo 256, as u-blox has them (RFC 1145 for bytes) */
guint64 leat_sum_fletcher8  (const guint8 *data, gsize length);
guint64 leat_sum_fletcher16 (const guint8 *data, gsize length);
/* of such words */
guint64 leat_sum_fletcher32 (const guint8 *data, gsize length);
/* RFC 1950, section 8.2 */
guint64 leat_sum_adler32    (const guint8 *data, gsize length);

G_END_DECLS
