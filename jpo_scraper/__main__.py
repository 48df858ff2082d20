"""`python -m jpo_scraper` is `jpo`."""

from jpo_scraper.cli import main

if __name__ == "__main__":
    main()
