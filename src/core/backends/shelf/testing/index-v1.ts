/**
 * An index as version 1 wrote it, with two files: one written twice here and once by another program, and one deleted.
 */
export const indexOfVersion1 = `
create table facts (key text primary key, value text not null) without rowid;
create table present (
  folder text not null, name text not null, seq integer not null, identity text not null, primary key (folder, name)
) without rowid;
insert into present values('folder','file',5,'4300875:5:1795851626627816298:1795851626627816298');
create table renames (id integer primary key autoincrement, source text not null, target text not null);
create table versions (
  seq integer primary key autoincrement, folder text not null, name text not null, sum text, size integer,
  modified real, mode integer, made real not null, author text
);
insert into versions values(1,'folder','file','a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e',5,1795851625556.0,420,1795851625788.0,null);
insert into versions values(2,'folder','file','16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4',6,1795851625812.0,420,1795851626076.0,null);
insert into versions values(3,'','other','534ae04e945ff1774cb8cd368bc42b13fbee94b620d10974778c95db18202bab',9,1795851625556.0,420,1795851626321.0,null);
insert into versions values(4,'','other',null,null,null,null,1795851626602.0,null);
insert into versions values(5,'folder','file','b1e99324505bd32da0e1f85dcf5e19a09db0481e8a15f62c41eb320304a8e927',5,1795851626628.0,420,1795851626627.81616218,'outside');
create index versions_of_path on versions(folder, name, seq);
create index versions_of_sum on versions(sum) where sum is not null;
pragma user_version = 1;
`
export const contentsOfVersion1 = ['first', 'second', 'third', 'gone soon']
