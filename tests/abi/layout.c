/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* layout.c - where each member stood in ABI 1.0, on machines of 64 bits
 *
 * Compiled, never run: against our headers, against those that are kept, and as C++. A line that
 * does not compile any more is a plugin that does not work any more: put the member back, and add
 * behind the last one (sdk/README.md, Versions). */
#include <leat.h>

#define AT(Type, member, offset) G_STATIC_ASSERT (G_STRUCT_OFFSET (Type, member) == (offset))
#define IS(Type, size) G_STATIC_ASSERT (sizeof (Type) == (size))
#define AT_LEAST(Type, size) G_STATIC_ASSERT (sizeof (Type) >= (size))

#if GLIB_SIZEOF_VOID_P == 8

/* --- what stands in arrays, or in the structs of plugins: never longer --- */

IS (LeatMoment, 16);
AT (LeatMoment, time, 0);
AT (LeatMoment, monotonic, 8);

IS (LeatValue, 16);
AT (LeatValue, boolean, 0);
AT (LeatValue, integer, 0);
AT (LeatValue, number, 0);
AT (LeatValue, string, 0);
AT (LeatValue, bytes, 0);
AT (LeatValue, length, 8);
AT (LeatValue, type, 12);
AT (LeatValue, scale, 13);
AT (LeatValue, quality, 14);
AT (LeatValue, reserved, 15);

IS (LeatRecord, 48);
AT (LeatRecord, time, 0);
AT (LeatRecord, monotonic, 8);
AT (LeatRecord, sequence, 16);
AT (LeatRecord, origin, 24);
AT (LeatRecord, frame, 32);
AT (LeatRecord, frame_length, 40);
AT (LeatRecord, flags, 44);
AT (LeatRecord, values, 48);

IS (LeatOption, 80);
AT (LeatOption, key, 0);
AT (LeatOption, type, 8);
AT (LeatOption, flags, 12);
AT (LeatOption, offset, 16);
AT (LeatOption, preset, 24);
AT (LeatOption, summary, 32);
AT (LeatOption, minimum, 40);
AT (LeatOption, maximum, 48);
AT (LeatOption, choices, 56);
AT (LeatOption, reserved, 64);

IS (LeatField, 56);
AT (LeatField, name, 0);
AT (LeatField, type, 8);
AT (LeatField, role, 12);
AT (LeatField, unit, 16);
AT (LeatField, summary, 24);
AT (LeatField, reserved, 32);

IS (LeatInput, 24);
AT (LeatInput, struct_size, 0);
AT (LeatInput, name, 8);
AT (LeatInput, schema, 16);

IS (LeatStoreWord, 32);
AT (LeatStoreWord, name, 0);
AT (LeatStoreWord, arguments, 8);
AT (LeatStoreWord, summary, 16);
AT (LeatStoreWord, run, 24);

IS (LeatLink, 16);
AT (LeatLink, klass, 0);
AT (LeatLink, host, 8);

IS (LeatFramer, 16);
AT (LeatFramer, klass, 0);
AT (LeatFramer, host, 8);

IS (LeatSource, 16);
AT (LeatSource, klass, 0);
AT (LeatSource, host, 8);

IS (LeatSink, 16);
AT (LeatSink, klass, 0);
AT (LeatSink, host, 8);

/* --- what says its size: longer, at the end --- */

AT_LEAST (LeatOrigin, 48);
AT (LeatOrigin, struct_size, 0);
AT (LeatOrigin, source, 8);
AT (LeatOrigin, epoch, 16);
AT (LeatOrigin, schema, 24);
AT (LeatOrigin, gateway, 32);
AT (LeatOrigin, tags, 40);

AT_LEAST (LeatArrival, 40);
AT (LeatArrival, struct_size, 0);
AT (LeatArrival, moment, 8);
AT (LeatArrival, byte_time, 24);
AT (LeatArrival, end, 32);
AT (LeatArrival, line_error, 36);

AT_LEAST (LeatScanInput, 48);
AT (LeatScanInput, struct_size, 0);
AT (LeatScanInput, data, 8);
AT (LeatScanInput, length, 16);
AT (LeatScanInput, end, 24);
AT (LeatScanInput, scratch, 32);
AT (LeatScanInput, max_frame, 40);

AT_LEAST (LeatFrame, 40);
AT (LeatFrame, struct_size, 0);
AT (LeatFrame, used, 8);
AT (LeatFrame, payload, 16);
AT (LeatFrame, length, 24);
AT (LeatFrame, reason, 32);

AT_LEAST (LeatRecordTable, 40);
AT (LeatRecordTable, struct_size, 0);
AT (LeatRecordTable, name, 8);
AT (LeatRecordTable, summary, 16);
AT (LeatRecordTable, fields, 24);
AT (LeatRecordTable, n_fields, 32);

AT_LEAST (LeatEvent, 64);
AT (LeatEvent, struct_size, 0);
AT (LeatEvent, level, 8);
AT (LeatEvent, moment, 16);
AT (LeatEvent, component, 32);
AT (LeatEvent, event, 40);
AT (LeatEvent, text, 48);
AT (LeatEvent, about, 56);

AT_LEAST (LeatComponent, 64);
AT (LeatComponent, struct_size, 0);
AT (LeatComponent, name, 8);
AT (LeatComponent, is_sink, 16);
AT (LeatComponent, plugin, 24);
AT (LeatComponent, state, 32);
AT (LeatComponent, since, 40);
AT (LeatComponent, counter_names, 48);
AT (LeatComponent, counters, 56);

AT_LEAST (LeatStoreReaderSetup, 48);
AT (LeatStoreReaderSetup, struct_size, 0);
AT (LeatStoreReaderSetup, name, 8);
AT (LeatStoreReaderSetup, from, 16);
AT (LeatStoreReaderSetup, again, 24);
AT (LeatStoreReaderSetup, wake, 32);
AT (LeatStoreReaderSetup, user_data, 40);

AT_LEAST (LeatRefusal, 32);
AT (LeatRefusal, struct_size, 0);
AT (LeatRefusal, reason, 8);
AT (LeatRefusal, status, 16);
AT (LeatRefusal, answer, 24);

AT_LEAST (LeatQuestion, 64);
AT (LeatQuestion, struct_size, 0);
AT (LeatQuestion, timeout, 8);
AT (LeatQuestion, settle, 16);
AT (LeatQuestion, gap, 24);
AT (LeatQuestion, n_frames, 32);
AT (LeatQuestion, fits, 40);
AT (LeatQuestion, ends, 48);
AT (LeatQuestion, user_data, 56);

AT_LEAST (LeatPlugin, 80);
AT (LeatPlugin, abi_major, 0);
AT (LeatPlugin, abi_minor, 2);
AT (LeatPlugin, struct_size, 4);
AT (LeatPlugin, name, 8);
AT (LeatPlugin, version, 16);
AT (LeatPlugin, summary, 24);
AT (LeatPlugin, license, 32);
AT (LeatPlugin, origin, 40);
AT (LeatPlugin, sources, 48);
AT (LeatPlugin, links, 56);
AT (LeatPlugin, framers, 64);
AT (LeatPlugin, sinks, 72);

AT_LEAST (LeatLinkClass, 160);
AT (LeatLinkClass, struct_size, 0);
AT (LeatLinkClass, instance_size, 8);
AT (LeatLinkClass, schemes, 16);
AT (LeatLinkClass, summary, 24);
AT (LeatLinkClass, options, 32);
AT (LeatLinkClass, flags, 40);
AT (LeatLinkClass, init, 48);
AT (LeatLinkClass, clear, 56);
AT (LeatLinkClass, open, 64);
AT (LeatLinkClass, close, 72);
AT (LeatLinkClass, get_fd, 80);
AT (LeatLinkClass, read, 88);
AT (LeatLinkClass, write, 96);
AT (LeatLinkClass, accept, 104);
AT (LeatLinkClass, control, 112);
AT (LeatLinkClass, judge_device, 120);
AT (LeatLinkClass, adopt, 128);
AT (LeatLinkClass, get_output_fd, 136);
AT (LeatLinkClass, open_at, 144);
AT (LeatLinkClass, get_place, 152);

AT_LEAST (LeatFramerClass, 88);
AT (LeatFramerClass, struct_size, 0);
AT (LeatFramerClass, instance_size, 8);
AT (LeatFramerClass, name, 16);
AT (LeatFramerClass, summary, 24);
AT (LeatFramerClass, options, 32);
AT (LeatFramerClass, init, 40);
AT (LeatFramerClass, clear, 48);
AT (LeatFramerClass, scan, 56);
AT (LeatFramerClass, find, 64);
AT (LeatFramerClass, silence, 72);
AT (LeatFramerClass, reset, 80);

AT_LEAST (LeatSourceClass, 184);
AT (LeatSourceClass, struct_size, 0);
AT (LeatSourceClass, instance_size, 8);
AT (LeatSourceClass, name, 16);
AT (LeatSourceClass, summary, 24);
AT (LeatSourceClass, options, 32);
AT (LeatSourceClass, flags, 40);
AT (LeatSourceClass, schemes, 48);
AT (LeatSourceClass, framer, 56);
AT (LeatSourceClass, schema, 64);
AT (LeatSourceClass, init, 72);
AT (LeatSourceClass, clear, 80);
AT (LeatSourceClass, start, 88);
AT (LeatSourceClass, run, 96);
AT (LeatSourceClass, stop, 104);
AT (LeatSourceClass, resume, 112);
AT (LeatSourceClass, frame, 120);
AT (LeatSourceClass, command, 128);
AT (LeatSourceClass, records, 136);
AT (LeatSourceClass, changed, 144);
AT (LeatSourceClass, makes, 152);
AT (LeatSourceClass, events, 160);
AT (LeatSourceClass, join, 168);
AT (LeatSourceClass, ending, 176);

AT_LEAST (LeatSinkClass, 136);
AT (LeatSinkClass, struct_size, 0);
AT (LeatSinkClass, instance_size, 8);
AT (LeatSinkClass, name, 16);
AT (LeatSinkClass, summary, 24);
AT (LeatSinkClass, options, 32);
AT (LeatSinkClass, flags, 40);
AT (LeatSinkClass, store, 48);
AT (LeatSinkClass, init, 56);
AT (LeatSinkClass, clear, 64);
AT (LeatSinkClass, open, 72);
AT (LeatSinkClass, write, 80);
AT (LeatSinkClass, flush, 88);
AT (LeatSinkClass, close, 96);
AT (LeatSinkClass, changed, 104);
AT (LeatSinkClass, render, 112);
AT (LeatSinkClass, get_extent, 120);
AT (LeatSinkClass, overlap, 128);

AT_LEAST (LeatStoreClass, 120);
AT (LeatStoreClass, struct_size, 0);
AT (LeatStoreClass, open_reader, 8);
AT (LeatStoreClass, read, 16);
AT (LeatStoreClass, claim, 24);
AT (LeatStoreClass, ack, 32);
AT (LeatStoreClass, reject, 40);
AT (LeatStoreClass, get_backlog, 48);
AT (LeatStoreClass, remember, 56);
AT (LeatStoreClass, recall, 64);
AT (LeatStoreClass, close_reader, 72);
AT (LeatStoreClass, words, 80);
AT (LeatStoreClass, look, 88);
AT (LeatStoreClass, expect, 96);
AT (LeatStoreClass, dismiss, 104);
AT (LeatStoreClass, get_size, 112);

#endif
