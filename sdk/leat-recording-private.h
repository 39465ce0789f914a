/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-recording-private.h - the numbers of pcapng, as writer and reader spell them
 *
 * Source: draft-ietf-opsawg-pcapng, sections 3.1 (blocks), 3.5 (options), 4.1 to 4.4; the events:
 * https://www.tcpdump.org/linktypes/LINKTYPE_RTAC_SERIAL.html */
#pragma once
#include "leat-recording.h"
G_BEGIN_DECLS

#define PCAPNG_MAGIC 0x1A2B3C4Du
#define PCAPNG_BLOCK_MIN 12

/* block types */
#define PCAPNG_SECTION 0x0A0D0D0Au
#define PCAPNG_INTERFACE 1u
#define PCAPNG_SIMPLE_PACKET 3u
#define PCAPNG_ENHANCED_PACKET 6u

/* options; those with the highest bit are for local use (section 3.5) */
#define PCAPNG_OPTION_END 0
#define PCAPNG_OPTION_COMMENT 1
#define PCAPNG_OPTION_APPLICATION 4
#define PCAPNG_OPTION_NAME 2
#define PCAPNG_OPTION_DESCRIPTION 3
#define PCAPNG_OPTION_RESOLUTION 9
#define PCAPNG_OPTION_TIME_OFFSET 14
#define PCAPNG_OPTION_FLAGS 2
/* of an interface: text; those of its packets are understood where it has an epoch */
#define LEAT_OPTION_LOCAL_EPOCH 0x8001
#define LEAT_OPTION_LOCAL_PEER 0x8002
/* of a packet: CLOCK_BOOTTIME in ns (8), ns a byte takes (4), kind, end, line error, 0 (1 each) */
#define LEAT_OPTION_LOCAL_ARRIVAL 0x8001
#define LEAT_LOCAL_ARRIVAL_SIZE 16
/* of a packet: 4 bytes for each kind of error */
#define LEAT_OPTION_LOCAL_ERRORS 0x8002
#define LEAT_LOCAL_ERRORS_SIZE (4 * LEAT_RECORDING_ERRORS)

/* epb_flags (section 4.3.1) */
#define PCAPNG_FLAG_DIRECTIONS 3u
#define PCAPNG_FLAG_INBOUND 1u
#define PCAPNG_FLAG_OUTBOUND 2u

/* what stands before the bytes of a packet: seconds and µs, big-endian; event, lines, 0, 0 */
#define RTAC_HEADER_SIZE 12
typedef enum {
  RTAC_STATUS_CHANGE,
  RTAC_DATA_TX_START,
  RTAC_DATA_RX_START,
  RTAC_DATA_TX_END,
  RTAC_DATA_RX_END,
  RTAC_CAPTURE_DATA_LOST,
  RTAC_CAPTURE_COMPLETE,
  RTAC_FRAMING_ERROR,
  RTAC_PARITY_ERROR,
  RTAC_BREAK,
  RTAC_OVERFLOW,
} RtacEvent;

G_END_DECLS
