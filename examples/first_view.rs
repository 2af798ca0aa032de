//! Prints the page as it opens, as HTML; as on a phone with the argument `narrow`.

fn main() {
    let narrow = std::env::args().any(|argument| argument == "narrow");
    println!("{}", pollster::block_on(ringside::page::first_view(narrow)));
}
