<!DOCTYPE html><html><head><title><?php bloginfo("name"); ?></title><?php wp_head(); ?></head><body></body></html>
