//! The console: every address but those of the circle.

fn main() {
    saxaul_web::start_console();
}
