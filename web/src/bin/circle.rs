//! The circle, the employees' app: `/circle` and every address below it.

fn main() {
    saxaul_web::start_circle();
}
