/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

/* Seam of the picture path, second of three; nothing implements it yet.
 *
 * An encoder turns the frames of a source into H.264 access units through a GStreamer
 * pipeline that ends in an appsink, with the hardware's encoder where there is one and
 * x264 otherwise. It will take the bit rate and requests for a key frame from the transport
 * while it runs, stamp each access unit with the frame's capture time, and drop frames
 * rather than queue them: a late picture is worth less than the next one. */
