//! Loads a policy without `std`: its panic handler would be the second where `std` is linked, which the compiler refuses.
//!
//! It is built and never run: its allocator has nothing to give.
#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr;

struct NoMemory;

// SAFETY: no block is ever handed out.
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static MEMORY: NoMemory = NoMemory;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Whether the text is a policy.
#[unsafe(no_mangle)]
pub extern "C" fn countersign_is_policy() -> bool {
    countersign::Policy::parse("schema = 1").is_ok()
}
