// The memory that only the start needed, given back. Reading a configuration, the first handshake and the
// like touch most of this program and its libraries once; the kernel would keep all of that mapped for
// months. What is needed again is mapped again from the page cache, in microseconds.
#pragma once

namespace arena {

// Unmaps the pages of code (not of data), and lets the allocator return what is free. Takes about a
// millisecond. Safe while threads run: pages of code are never written to.
void give_back_start_memory();

}  // namespace arena
